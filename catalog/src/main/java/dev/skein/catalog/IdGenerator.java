package dev.skein.catalog;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes ids in rising order under a {@link WorkerLease}: at most 32 in a millisecond, then it waits for the next one.
 * Safe for use by many threads.
 */
public final class IdGenerator {
    /** No lease covers this moment: ids cannot be made until it is renewed. */
    public static final class NoLeaseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoLeaseException() {
            super("the lease of this worker has run out");
        }
    }

    /** How far a clock may stand behind the ids already made before making another is refused, in milliseconds. */
    private static final long WAIT_MILLIS_MAX = 1_000;

    private final Supplier<WorkerLease> lease;
    private final LongSupplier clockMillis;
    private long lastMillis;
    private int sequence;

    /**
     * @param lease asked for each id, so that a renewal or a change of worker counts at once
     * @param clockMillis milliseconds since 1970-01-01 UTC; may go back
     */
    public IdGenerator(Supplier<WorkerLease> lease, LongSupplier clockMillis) {
        this.lease = lease;
        this.clockMillis = clockMillis;
    }

    /**
     * The next id, larger than all before.
     *
     * @param shard 0 to 1023
     * @throws NoLeaseException where the lease does not cover this moment
     */
    public synchronized long next(int shard) {
        WorkerLease current = lease.get();
        long now = Math.max(clockMillis.getAsLong(), current.fromMillis());
        if (now > lastMillis) {
            lastMillis = now;
            sequence = 0;
        } else if (++sequence == Id.SEQUENCES) {
            // Going on in the next millisecond, though the clock is not there yet, keeps the order without a pause;
            // only a clock that has gone far back makes one wait.
            lastMillis++;
            sequence = 0;
            awaitClock(lastMillis);
        }
        if (lastMillis >= current.idsUntilMillis()) {
            throw new NoLeaseException();
        }
        return Id.of(lastMillis, sequence, current.worker(), shard);
    }

    private void awaitClock(long millis) {
        long started = System.nanoTime();
        while (clockMillis.getAsLong() < millis) {
            if (System.nanoTime() - started > WAIT_MILLIS_MAX * 1_000_000) {
                throw new NoLeaseException();
            }
            Thread.onSpinWait();
        }
    }
}
