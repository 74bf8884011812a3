package dev.skein.streams.home;

import dev.skein.streams.home.Snapshots.Cut;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a snapshot now and then, off the stream thread. That thread only takes hold of the state; while it is written,
 * the state goes on, and parts of it come into the snapshot as they are by then. So it counts from its beginning, and it may
 * be used only once the group has committed as far as the state was at its end: who starts with it applies the rest again before
 * anybody reads.
 *
 * <p>A disk that is full or broken costs the snapshot, never a delivery: the next one is tried later.
 */
final class Snapshotter {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);
    private static final long NOTHING = -1;

    private final Snapshots snapshots;
    private final Executor background;
    private final LongSupplier applied;

    /** Guards what follows, for moments only. */
    private final Object lock = new Object();

    private long committed = NOTHING;
    /** How far the state was when what lies aside was finished; {@link #NOTHING} if nothing lies there. */
    private long waitsFor = NOTHING;

    private @Nullable Cut underWay;

    private volatile boolean closed;
    private volatile long newestMillis;

    /**
     * Of one store.
     *
     * @param background where it writes
     * @param applied the offset up to which the state was changed, asked on that thread
     * @param newestMillis when the newest snapshot was begun; 0 if there is none
     */
    Snapshotter(Snapshots snapshots, Executor background, LongSupplier applied, long newestMillis) {
        this.snapshots = snapshots;
        this.background = background;
        this.applied = applied;
        this.newestMillis = newestMillis;
    }

    /** When the newest one that counts was begun, since 1970; 0 if there is none. Any thread. */
    long newestMillis() {
        return newestMillis;
    }

    /** The group has committed everything up to this offset. Stream thread. */
    void committed(long offset) {
        synchronized (lock) {
            committed = Math.max(committed, offset);
            publishIfCommitted();
        }
    }

    /** Whether nothing is being written, or waits to be published. */
    boolean isIdle() {
        synchronized (lock) {
            return underWay == null;
        }
    }

    /** Begins to write one. Stream thread, when it {@link #isIdle}. */
    void begin(Cut cut) {
        synchronized (lock) {
            underWay = cut;
        }
        background.execute(() -> write(cut));
    }

    private void write(Cut cut) {
        boolean written = false;
        try {
            written = snapshots.write(cut, () -> closed);
        } catch (IOException | RuntimeException e) {
            LOG.warn("no snapshot of timelines of partition {}", cut.header().partition(), e);
        }
        synchronized (lock) {
            if (written && !closed) {
                waitsFor = applied.getAsLong();
                publishIfCommitted();
            } else {
                underWay = null;
            }
            lock.notifyAll();
        }
    }

    private void publishIfCommitted() {
        Cut cut = underWay;
        if (cut != null && waitsFor != NOTHING && waitsFor <= committed) {
            publish(cut);
            waitsFor = NOTHING;
            underWay = null;
        }
    }

    private void publish(Cut cut) {
        try {
            snapshots.publish();
            newestMillis = cut.header().millis();
        } catch (IOException e) {
            LOG.warn("no snapshot of timelines of partition {}", cut.header().partition(), e);
        }
    }

    /**
     * Ends, with a last one: nothing changes any more, so it is the state itself and need not wait. Blocks until it is
     * written. Stream thread.
     *
     * @param last null for none
     */
    void close(@Nullable Cut last) {
        synchronized (lock) {
            closed = true;
            try {
                while (underWay != null && waitsFor == NOTHING) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (last != null) {
            try {
                snapshots.write(last, () -> false);
                publish(last);
            } catch (IOException | RuntimeException e) {
                LOG.warn(
                        "no snapshot of timelines of partition {}",
                        last.header().partition(),
                        e);
            }
        }
    }
}
