package dev.skein.ingest.session;

import dev.skein.http.ApiException;
import dev.skein.http.Revocations;
import dev.skein.http.Viewer;
import dev.skein.ingest.events.EventLog;
import dev.skein.schemas.activity.Revocation;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions before their tokens expire: says so on the topic {@code revocations}, which both APIs hold in memory. This instance knows at once, the others when the record reaches them.
 */
public final class Sessions {
    private final EventLog log;
    private final Revocations revocations;
    private final Clock clock;

    public Sessions(EventLog log, Revocations revocations, Clock clock) {
        this.log = log;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Ends one session. */
    public CompletableFuture<Void> end(Viewer session) {
        return revoke(session.tokenId(), after(session), null);
    }

    /** Ends all sessions of a person, this one with them. */
    public CompletableFuture<Void> endAll(Viewer session) {
        return revoke(Long.toString(session.userId()), atLeast(session.userId(), after(session)), null);
    }

    /** Ends all sessions of a person. */
    public CompletableFuture<Void> endAll(long userId) {
        return revoke(Long.toString(userId), atLeast(userId, clock.millis()), null);
    }

    /** Ends all sessions of a person but this one. */
    public CompletableFuture<Void> endOthers(Viewer session) {
        return revoke(Long.toString(session.userId()), atLeast(session.userId(), clock.millis()), session.tokenId());
    }

    /** Ends all sessions of somebody who leaves, and those that are being opened at this moment: their id is never anybody's again. */
    public CompletableFuture<Void> endForGood(long userId) {
        return revoke(Long.toString(userId), Long.MAX_VALUE, null);
    }

    /** Late enough to cover a token that was issued in this very millisecond, or by a clock that is ahead of ours. */
    private long after(Viewer session) {
        return Math.max(clock.millis(), session.issuedAt().toEpochMilli() + 1);
    }

    /** What was revoked stays revoked, whichever instance's clock said so: a later record replaces the earlier one in the topic. */
    private long atLeast(long userId, long millis) {
        return Math.max(millis, revocations.issuedBefore(userId));
    }

    private CompletableFuture<Void> revoke(String subject, long issuedBefore, @Nullable String except) {
        if (!revocations.isComplete()) {
            return CompletableFuture.failedFuture(
                    ApiException.unavailable("It is not known yet which sessions have ended."));
        }
        long now = clock.millis();
        return log.write(new Revocation(subject, issuedBefore, except), now)
                .thenAccept(written -> revocations.add(subject, issuedBefore, except, now));
    }
}
