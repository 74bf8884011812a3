package dev.skein.streams.home;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * A reader's newest entries as an array of longs that one thread writes while others read. Two elements come first: where
 * the slots end, and when the ring was last seen. The slots follow, in rising order of their ids, and the newest
 * {@link Timelines#ENTRIES_MAX} count. A slot is an entry's id, with the sign bit set if it is a retweet.
 *
 * <p>Nearly always a new entry is the newest, or, where several partitions of authors write at once, one of the newest: then
 * those above it move up, the uppermost first. After each move all are there, and the one that moved last is there twice,
 * side by side. So a reader never waits: where entries have moved while they were read ({@link #stands}) they are read again.
 * The move that is just being made is not seen by that, and changes one slot into the one below: so who reads looks at each
 * slot once, from the newest on, and takes none twice.
 */
final class Ring {
    /** In the upper half how many moves there were, in the lower half the index of the last slot. */
    private static final int STATE = 0;

    private static final int SEEN = 1;
    private static final int HEADER = 2;
    private static final long MOVE = 1L << Integer.SIZE;

    /** What a reader without entries has. */
    static final long[] EMPTY = {HEADER - 1, 0};

    /** How many old entries may lie beyond those that count, so that moving them costs little for each one appended. */
    private static final int SLACK = 200;

    private static final int CAPACITY_MAX = Timelines.ENTRIES_MAX + SLACK;
    private static final int CAPACITY_MIN = 4;
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

    private Ring() {}

    /** Takes slots of a ring: those that are in it no longer, or all of them. */
    @FunctionalInterface
    interface Slots {
        /**
         * Some of them.
         *
         * @param slots where they are among others; not to be kept
         * @param from index of the first, inclusive
         * @param to index of the last, exclusive
         */
        void accept(long[] slots, int from, int to);
    }

    /** With {@code count} slots in rising order, last {@link #seen} then. */
    static long[] of(long seen, LongBuffer slots, int count) {
        long[] ring = new long[HEADER + count];
        slots.get(ring, HEADER, count);
        ring[STATE] = HEADER - 1L + count;
        ring[SEEN] = seen;
        return ring;
    }

    /** One that nobody reads yet, as this one is now. Writer only. */
    static long[] copy(long[] ring) {
        return ring == EMPTY ? EMPTY : ring.clone();
    }

    /** The slot of a retweet; a tweet's is its id. */
    static long retweet(long entryId) {
        return entryId | Long.MIN_VALUE;
    }

    /** The entry's id. */
    static long id(long slot) {
        return slot & Long.MAX_VALUE;
    }

    /** Whether the entry is a retweet. */
    static boolean isRetweet(long slot) {
        return slot < 0;
    }

    /** How often entries have moved; for {@link #stands}. Any thread, to be asked before reading. */
    static int moves(long[] ring) {
        return (int) ((long) SLOTS.getAcquire(ring, STATE) >>> Integer.SIZE);
    }

    /** Whether none has moved since: what was read in between is what was there. Any thread. */
    static boolean stands(long[] ring, int moves) {
        VarHandle.acquireFence();
        return moves(ring) == moves;
    }

    /** The index of the newest entry; smaller than {@link #first} if there is none. Any thread; to be asked once. */
    static int last(long[] ring) {
        return (int) (long) SLOTS.getAcquire(ring, STATE);
    }

    /** How many entries count. Any thread. */
    static int size(long[] ring) {
        return Math.min(slots(ring), Timelines.ENTRIES_MAX);
    }

    /** How many slots there are, those beyond what counts among them. */
    static int slots(long[] ring) {
        return last(ring) + 1 - HEADER;
    }

    /** A copy of the slots that count, in order, each once. Any thread. */
    static long[] newest(long[] ring) {
        while (true) {
            int moves = moves(ring);
            int last = last(ring);
            long[] newest = Arrays.copyOfRange(ring, first(last), last + 1);
            if (stands(ring, moves)) {
                return once(newest);
            }
        }
    }

    private static long[] once(long[] slots) {
        int kept = 0;
        for (long slot : slots) {
            if (kept == 0 || slots[kept - 1] != slot) {
                slots[kept++] = slot;
            }
        }
        return kept == slots.length ? slots : Arrays.copyOf(slots, kept);
    }

    /** The index of the oldest entry that counts. */
    static int first(int last) {
        return Math.max(HEADER, last - Timelines.ENTRIES_MAX + 1);
    }

    /** When its reader last looked at it, in minutes; 0 if that is not known. */
    static long seen(long[] ring) {
        return (long) SLOTS.getOpaque(ring, SEEN);
    }

    /**
     * Notes that its reader looks at it. Any thread, not of {@link #EMPTY}: a note that meets a move of the ring is lost,
     * and made again a minute later.
     */
    static void see(long[] ring, long minute) {
        if (seen(ring) != minute) {
            SLOTS.setOpaque(ring, SEEN, minute);
        }
    }

    /** The index of the newest entry with a smaller id, smaller than {@code first} if there is none. */
    static int below(long[] ring, int first, int last, long id) {
        int low = first;
        int high = last;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (id(ring[middle]) < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** As {@link #below} of an id that is one of the newest: looks only at what lies close by, and in the cache. */
    private static int closelyBelow(long[] ring, int last, long id) {
        int high = last;
        int low = last;
        for (int step = 1; low >= HEADER && id(ring[low]) >= id; step <<= 1) {
            high = low - 1;
            low -= step;
        }
        return below(ring, Math.max(HEADER, low + 1), high, id);
    }

    /** Whether this slot is there. */
    static boolean holds(long[] ring, int first, int last, long slot) {
        int at = below(ring, first, last, id(slot)) + 1;
        // It may have moved up by one since it was found.
        return at <= last && (ring[at] == slot || (at < last && ring[at + 1] == slot));
    }

    /**
     * Enters a slot. One whose id is there, or that is older than the tail of a full ring, changes nothing. Writer only.
     *
     * @param dropped gets the slots that are not in the ring any more
     * @return the ring with it: the same array, or the one that takes its place
     */
    static long[] enter(long[] ring, long slot, Slots dropped) {
        int last = last(ring);
        int below = last;
        if (last >= HEADER && id(slot) <= id(ring[last])) {
            below = closelyBelow(ring, last, id(slot));
            if (id(ring[below + 1]) == id(slot) || last - below >= Timelines.ENTRIES_MAX) {
                return ring;
            }
        }
        if (last + 1 == ring.length) {
            return enterAnew(ring, below, slot, dropped);
        }
        enterHere(ring, below, slot);
        return ring;
    }

    private static void enterHere(long[] ring, int below, long slot) {
        int last = last(ring);
        long state = ring[STATE] + 1;
        if (below == last) {
            ring[last + 1] = slot;
            SLOTS.setRelease(ring, STATE, state);
            return;
        }
        ring[last + 1] = ring[last];
        SLOTS.setRelease(ring, STATE, state);
        for (int i = last; i > below; i--) {
            state += MOVE;
            // Before: whoever reads what has moved finds that it has.
            SLOTS.setRelease(ring, STATE, state);
            SLOTS.setRelease(ring, i, i == below + 1 ? slot : ring[i - 1]);
        }
    }

    /** Those that count, with room for more: a quarter at a time, so that a ring of any size is well filled. */
    private static long[] enterAnew(long[] ring, int below, long slot, Slots dropped) {
        int last = last(ring);
        int kept = Math.min(last + 2 - HEADER, Timelines.ENTRIES_MAX);
        int from = last + 2 - kept;
        int at = HEADER + below + 1 - from;
        long[] anew = roomFor(ring, kept);
        System.arraycopy(ring, from, anew, HEADER, at - HEADER);
        anew[at] = slot;
        System.arraycopy(ring, below + 1, anew, at + 1, last - below);
        dropped.accept(ring, HEADER, from);
        return anew;
    }

    /** Without entries below an id: the same array if there are none. Writer only. */
    static long[] from(long[] ring, long id, Slots dropped) {
        int last = last(ring);
        int from = below(ring, HEADER, last, id) + 1;
        if (from == HEADER) {
            return ring;
        }
        dropped.accept(ring, HEADER, from);
        long[] part = roomFor(ring, last + 1 - from);
        System.arraycopy(ring, from, part, HEADER, last + 1 - from);
        return part;
    }

    /** Only with the slots that pass: the same array if all do. Writer only. */
    static long[] retain(long[] ring, LongPredicate slots) {
        int last = last(ring);
        long[] retained = new long[0];
        int next = HEADER;
        for (int i = HEADER; i <= last; i++) {
            if (slots.test(ring[i])) {
                if (next < i) {
                    retained[next] = ring[i];
                }
                next++;
            } else if (next == i) {
                retained = Arrays.copyOf(ring, ring.length);
            }
        }
        if (next > last) {
            return ring;
        }
        retained[STATE] = next - 1L;
        return retained;
    }

    private static long[] roomFor(long[] ring, int slots) {
        long[] roomy = new long[HEADER + Math.min(Math.max(CAPACITY_MIN, slots + slots / 4), CAPACITY_MAX)];
        roomy[STATE] = HEADER - 1L + slots;
        roomy[SEEN] = ring[SEEN];
        return roomy;
    }

    /** Hands all slots over, those beyond what counts, too. Writer only. */
    static void all(long[] ring, Slots slots) {
        slots.accept(ring, HEADER, last(ring) + 1);
    }

    /** Looks at what {@link #enter} looks at; for {@link LongTable#use}. */
    static long look(long[] ring) {
        return ring[last(ring)];
    }

    /** The ids that count, newest first: for tests and tools. */
    static long[] ids(long[] ring) {
        long[] ids = Arrays.stream(newest(ring)).map(Ring::id).toArray();
        for (int i = 0, j = ids.length - 1; i < j; i++, j--) {
            long swap = ids[i];
            ids[i] = ids[j];
            ids[j] = swap;
        }
        return ids;
    }
}
