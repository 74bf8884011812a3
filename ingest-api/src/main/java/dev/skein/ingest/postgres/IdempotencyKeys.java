package dev.skein.ingest.postgres;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The table {@code idempotency_keys}: which id a request with a key of its own was given, before it is done.
 *
 * <p>The id comes first, so a repeat after a crash does the same thing again under the same id, which changes nothing. Once it is known to be done it is only
 * answered again: a tweet's first state must not come to stand behind its later ones.
 */
public final class IdempotencyKeys {
    /** For how long a repeat is recognised. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** The owner of keys of those who are nobody yet. */
    public static final long NOBODY = 0;

    /**
     * What a key stands for.
     *
     * @param requestHash of the request that came first
     * @param id what was given to it
     * @param sent whether it is known to be done
     */
    public record Reservation(String requestHash, long id, boolean sent) {}

    private final Jdbi jdbi;

    public IdempotencyKeys(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Reserves {@code id} for a key, or answers what the key already stands for. */
    public Reservation reserve(long owner, String key, String requestHash, long id, long nowMillis) {
        return jdbi.inTransaction(handle -> reserve(handle, owner, key, requestHash, id, nowMillis));
    }

    static Reservation reserve(Handle handle, long owner, String key, String requestHash, long id, long nowMillis) {
        // A key that is older than we promise may be used anew; the row itself may wait for the sweep. The update is
        // also what answers the row that is there.
        return handle.createQuery("insert into idempotency_keys as k (owner, key, request_hash, id, created_at)"
                        + " values (:owner, :key, :hash, :id, :now) on conflict (owner, key) do update set"
                        + " request_hash = case when k.created_at < :oldest then excluded.request_hash else k.request_hash end,"
                        + " id = case when k.created_at < :oldest then excluded.id else k.id end,"
                        + " sent = k.sent and k.created_at >= :oldest,"
                        + " created_at = case when k.created_at < :oldest then excluded.created_at else k.created_at end"
                        + " returning request_hash, id, sent")
                .bind("owner", owner)
                .bind("key", key)
                .bind("hash", requestHash)
                .bind("id", id)
                .bind("now", nowMillis)
                .bind("oldest", nowMillis - KEPT.toMillis())
                .map((row, context) ->
                        new Reservation(row.getString("request_hash"), row.getLong("id"), row.getBoolean("sent")))
                .one();
    }

    /** Reserves a registration's key and adds the person in one transaction. Nobody is added where the key already stands for a person. */
    public Reservation reserveAndInsert(String key, String requestHash, UserRow user) {
        AtomicReference<Reservation> reserved = new AtomicReference<>();
        UserStore.translating(() -> reserved.set(jdbi.inTransaction(handle -> {
            Reservation reservation = reserve(handle, NOBODY, key, requestHash, user.id(), user.createdAt());
            if (reservation.id() == user.id()) {
                UserStore.insert(handle, user);
            }
            return reservation;
        })));
        return Objects.requireNonNull(reserved.get());
    }

    /** Notes that what the key stands for is done. */
    public void markSent(long owner, String key) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update idempotency_keys set sent = true where owner = :owner and key = :key")
                .bind("owner", owner)
                .bind("key", key)
                .execute());
    }

    /** Removes what is older than promised. */
    public int sweep(long nowMillis) {
        return jdbi.withHandle(handle -> handle.createUpdate("delete from idempotency_keys where created_at < :oldest")
                .bind("oldest", nowMillis - KEPT.toMillis())
                .execute());
    }
}
