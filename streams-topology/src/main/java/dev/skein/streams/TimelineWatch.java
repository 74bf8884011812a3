package dev.skein.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Whose home timelines somebody looks at right now, and who is told what enters them. The stream thread asks it for every entry of every reader, so asking costs a few
 * nanoseconds, and next to nothing while nobody is watched. Safe for use by many threads.
 */
public final class TimelineWatch {
    private static final int CAPACITY_MIN = 64;

    /** What has become of timelines. */
    public sealed interface Change {
        /** An entry is in a watched reader's timeline that was not. */
        record Entered(long reader, long entry) implements Change {}

        /**
         * An entry stands in a partition for all who follow its author, or whoever passed it on.
         *
         * @param author the famous one who did
         */
        record Published(int partition, long author, long entry) implements Change {}

        /** Older entries were brought back into a watched reader's timeline. */
        record Changed(long reader) implements Change {}
    }

    /** Is told of changes. */
    @FunctionalInterface
    public interface Listener {
        /** Changes that can be read by now. On a stream thread: must not wait. */
        void told(List<Change> changes);
    }

    /** What one partition's timelines tell: changes are gathered until a whole record is applied. Stream thread only. */
    public final class Teller {
        private final int partition;
        private final List<Change> changes = new ArrayList<>();

        private Teller(int partition) {
            this.partition = partition;
        }

        /** Whether anybody is watched. */
        public boolean isWanted() {
            return anybody;
        }

        /** An entry has entered a reader's timeline. */
        public void entered(long reader, long entry) {
            if (isWatched(reader)) {
                changes.add(new Change.Entered(reader, entry));
            }
        }

        /** A famous author's entry has entered their copy. */
        public void published(long author, long entry) {
            if (isWanted()) {
                changes.add(new Change.Published(partition, author, entry));
            }
        }

        /** Older entries were brought back into a reader's timeline. */
        public void changed(long reader) {
            if (isWatched(reader)) {
                changes.add(new Change.Changed(reader));
            }
        }

        /** What was gathered can be read now. */
        public void tell() {
            if (!changes.isEmpty()) {
                Listener to = listener;
                if (to != null) {
                    to.told(List.copyOf(changes));
                }
                changes.clear();
            }
        }
    }

    /** How many watch each reader. Changed under the lock of this. */
    private final Map<Long, Integer> readers = new HashMap<>();
    /** At least the watched ones, by open addressing; a place is never given up, but now and then the table is made anew. */
    private volatile AtomicLongArray table = new AtomicLongArray(CAPACITY_MIN);

    private int used;
    private volatile boolean anybody;
    private volatile @Nullable Listener listener;

    /** Who is told from now on. */
    public void tell(Listener to) {
        listener = to;
    }

    /** For the timelines of one partition. */
    public Teller teller(int partition) {
        return new Teller(partition);
    }

    /** One more looks at this reader's timeline. */
    public synchronized void watch(long reader) {
        anybody = true;
        if (readers.merge(reader, 1, Integer::sum) == 1) {
            if (!isWatched(reader)) {
                if (2 * (used + 1) > table.length()) {
                    renew();
                } else {
                    used++;
                    put(table, reader);
                }
            }
        }
    }

    /** One less does. */
    public synchronized void unwatch(long reader) {
        readers.computeIfPresent(reader, (id, watching) -> watching == 1 ? null : watching - 1);
        anybody = !readers.isEmpty();
    }

    /** How many are watched. */
    public synchronized int size() {
        return readers.size();
    }

    /** Whether somebody looks at this reader's timeline now: exact, and under a lock. */
    public synchronized boolean isWatchedNow(long reader) {
        return readers.containsKey(reader);
    }

    /** Whether it is worth telling; for a while also true of some who are watched no longer. Any thread. */
    public boolean isWatched(long reader) {
        if (!anybody) {
            return false;
        }
        AtomicLongArray now = table;
        int mask = now.length() - 1;
        for (int slot = slot(reader, mask); ; slot = (slot + 1) & mask) {
            long there = now.get(slot);
            if (there == reader) {
                return true;
            }
            if (there == 0) {
                return false;
            }
        }
    }

    /** With those who are watched now. */
    private void renew() {
        AtomicLongArray renewed =
                new AtomicLongArray(Math.max(CAPACITY_MIN, Integer.highestOneBit(readers.size()) * 8));
        readers.keySet().forEach(reader -> put(renewed, reader));
        used = readers.size();
        table = renewed;
    }

    private static void put(AtomicLongArray table, long reader) {
        int mask = table.length() - 1;
        int slot = slot(reader, mask);
        while (table.get(slot) != 0) {
            slot = (slot + 1) & mask;
        }
        table.set(slot, reader);
    }

    private static int slot(long reader, int mask) {
        return (int) FibonacciHash.of(reader) & mask;
    }
}
