package dev.skein.http;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and people whose tokens no longer count, held in memory: every request asks, so nobody else is asked. Until all that was revoked before is known, no token is believed.
 *
 * <p>Of two revocations of one subject the one that covers more stays, so they may come twice and in any order.
 */
public final class Revocations {

    /**
     * A revocation.
     *
     * @param issuedBeforeMillis tokens issued before this time do not count, milliseconds since 1970-01-01 UTC
     * @param except the one session that still does, or null
     * @param saidAtMillis when it was said; once every token from before that has expired, nobody needs it
     */
    private record Revoked(long issuedBeforeMillis, @Nullable String except, long saidAtMillis) {}

    private final Map<String, Revoked> sessions = new ConcurrentHashMap<>();
    private final Map<Long, Revoked> people = new ConcurrentHashMap<>();
    private volatile boolean complete;

    /** Knows nothing yet, and says so. */
    public Revocations() {}

    /** Nothing was ever revoked. */
    public static Revocations none() {
        Revocations none = new Revocations();
        none.complete();
        return none;
    }

    /** Notes a revocation; {@code subject} is a session's id or a user's. */
    public void add(String subject, long issuedBeforeMillis, @Nullable String except, long saidAtMillis) {
        Revoked revoked = new Revoked(issuedBeforeMillis, except, saidAtMillis);
        long userId = Ids.parse(subject);
        if (userId == Ids.NONE) {
            sessions.merge(subject, revoked, Revocations::wider);
        } else {
            people.merge(userId, revoked, Revocations::wider);
        }
    }

    private static Revoked wider(Revoked known, Revoked added) {
        return added.issuedBeforeMillis() >= known.issuedBeforeMillis() ? added : known;
    }

    /** From when on the tokens of a user count, in milliseconds since 1970-01-01 UTC; 0 where none were revoked. */
    public long issuedBefore(long userId) {
        Revoked revoked = people.get(userId);
        return revoked == null ? 0 : revoked.issuedBeforeMillis();
    }

    /** All that was revoked before now has been added. */
    public void complete() {
        complete = true;
    }

    public boolean isComplete() {
        return complete;
    }

    /** Whether a token does not count any more. */
    boolean covers(Viewer viewer) {
        Revoked session = sessions.get(viewer.tokenId());
        return (session != null && covers(session, viewer)) || covers(people.get(viewer.userId()), viewer);
    }

    private static boolean covers(@Nullable Revoked revoked, Viewer viewer) {
        return revoked != null
                && viewer.issuedAt().isBefore(Instant.ofEpochMilli(revoked.issuedBeforeMillis()))
                && !viewer.tokenId().equals(revoked.except());
    }

    /** Forgets what was said before a time. */
    public void forgetSaidBefore(long millis) {
        forget(sessions.values().iterator(), millis);
        forget(people.values().iterator(), millis);
    }

    private static void forget(Iterator<Revoked> all, long millis) {
        while (all.hasNext()) {
            if (all.next().saidAtMillis() < millis) {
                all.remove();
            }
        }
    }

    /** How many are held. */
    public int size() {
        return sessions.size() + people.size();
    }
}
