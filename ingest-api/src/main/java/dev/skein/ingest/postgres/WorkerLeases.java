package dev.skein.ingest.postgres;

import dev.skein.catalog.IdGenerator;
import dev.skein.catalog.WorkerLease;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one worker number of the table {@code id_workers} and keeps its lease ahead of the clock.
 *
 * <p>Why no id is ever made twice: the row's {@code ids_until} only rises; ids are made only below the value that was read back after it was committed; and whoever takes
 * the worker next starts at that value or later, by whatever clock they have. So a lease that somebody took over still holds up to its end, which is why losing one is no
 * emergency: another worker is taken, and where none is free, {@link #current()} runs out and writes are refused.
 */
public final class WorkerLeases implements AutoCloseable {
    /** How far ahead a lease reaches. */
    public static final Duration AHEAD = Duration.ofSeconds(10);

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(2);
    private static final WorkerLease NONE = new WorkerLease(0, 0, 0);
    private static final Logger log = LoggerFactory.getLogger(WorkerLeases.class);

    private final Jdbi jdbi;
    private final LongSupplier clockMillis;
    private final UUID holder = UUID.randomUUID();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "worker-lease");
        thread.setDaemon(true);
        return thread;
    });
    private volatile WorkerLease current = NONE;

    /** @param clockMillis the same clock as the ids' */
    public WorkerLeases(Jdbi jdbi, LongSupplier clockMillis) {
        this.jdbi = jdbi;
        this.clockMillis = clockMillis;
    }

    /** Takes a worker, and goes on renewing it in the background. */
    public void start() {
        renew();
        var unused = timer.scheduleWithFixedDelay(
                this::renew, RENEWED_EVERY.toMillis(), RENEWED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The lease as it stands, which may have run out; {@link IdGenerator} looks. */
    public WorkerLease current() {
        return current;
    }

    /** Whether ids can be made now. */
    public boolean isHeld() {
        return clockMillis.getAsLong() < current.idsUntilMillis();
    }

    /** Renews the lease, or takes another worker. Called by the timer; a failure is tried again at the next turn, well before the lease ends. */
    void renew() {
        try {
            WorkerLease held = current;
            Optional<WorkerLease> next = held.equals(NONE) ? Optional.empty() : extend(held);
            if (next.isEmpty()) {
                next = take();
                next.ifPresent(lease -> log.info("Makes ids as worker {}", lease.worker()));
            }
            if (next.isPresent()) {
                current = next.get();
            } else {
                log.warn("Every worker number is taken: no ids can be made");
            }
        } catch (RuntimeException e) {
            log.warn("The lease of worker {} could not be renewed: {}", current.worker(), e.toString());
        }
    }

    private Optional<WorkerLease> extend(WorkerLease held) {
        return jdbi.inTransaction(
                handle -> handle.createQuery("update id_workers set ids_until = greatest(ids_until, :until)"
                                + " where worker = :worker and holder = :holder returning ids_until")
                        .bind("until", clockMillis.getAsLong() + AHEAD.toMillis())
                        .bind("worker", held.worker())
                        .bind("holder", holder)
                        .map((row, context) -> new WorkerLease(held.worker(), held.fromMillis(), row.getLong(1)))
                        .findFirst());
    }

    private Optional<WorkerLease> take() {
        long now = clockMillis.getAsLong();
        // Only a worker whose ids lie in the past of our clock, so that ours start now; the one unused for longest, so
        // that it is nobody's most likely.
        return jdbi.inTransaction(
                handle -> handle.createQuery("update id_workers set holder = :holder, ids_until = :until where worker ="
                                + " (select worker from id_workers where ids_until <= :now order by ids_until, worker limit 1 for update skip locked)"
                                + " returning worker")
                        .bind("holder", holder)
                        .bind("until", now + AHEAD.toMillis())
                        .bind("now", now)
                        .map((row, context) -> new WorkerLease(row.getInt(1), now, now + AHEAD.toMillis()))
                        .findFirst());
    }

    /** Gives the worker back. Its ids stay covered until the lease would have ended. */
    @Override
    public void close() {
        timer.shutdownNow();
        @Nullable WorkerLease held = current;
        current = NONE;
        if (!held.equals(NONE)) {
            try {
                jdbi.useHandle(handle -> handle.createUpdate(
                                "update id_workers set holder = null where worker = :worker and holder = :holder")
                        .bind("worker", held.worker())
                        .bind("holder", holder)
                        .execute());
            } catch (RuntimeException e) {
                log.warn("Worker {} could not be given back, it ends by itself: {}", held.worker(), e.toString());
            }
        }
    }
}
