package dev.skein.streams.home;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * A reader's newest entries as an array of longs that one thread writes while others read. Two elements come first: the
 * number of the last slot, and when the ring was last seen. The slots follow, numbered in rising order of their ids, and the
 * newest {@link Timelines#ENTRIES_MAX} count. A slot is an entry's id, with the sign bit set if it is a retweet. An array of
 * full size goes round: what comes next takes the place of the oldest, and nothing is made anew.
 *
 * <p>Nearly always a new entry is the newest, or, where several partitions of authors write at once, one of the newest: then
 * those above it move up, the uppermost first. After each move all are there, and the one that moved last is there twice,
 * side by side. So a reader never waits: where entries have moved while they were read, or some were written over
 * ({@link #stands}), they are read again. The move that is just being made is not seen by that, and changes one slot into the
 * one below: so who reads looks at each slot once, from the newest on, and takes none twice.
 */
final class Ring {
    /** In the upper half how many moves there were, in the lower half the number of the last slot. */
    private static final int STATE = 0;

    private static final int SEEN = 1;
    private static final int HEADER = 2;
    private static final long MOVE = 1L << Integer.SIZE;

    /** What a reader without entries has. */
    static final long[] EMPTY = {HEADER - 1, 0};

    /** Slots of an array of full size: a power of two. */
    private static final int CAPACITY_MAX = 1_024;

    /** So many may come while others are read, before one that counted is written over. */
    private static final int SLACK = CAPACITY_MAX - Timelines.ENTRIES_MAX;

    /**
     * So many of those that count no longer are dropped together: they lie side by side, and what they refer to is fetched
     * at once. A power of two.
     */
    private static final int DROPPED = 64;

    /** Where counting begins anew. */
    private static final int NUMBER_MAX = 1 << 30;

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

    /**
     * Whether none has moved since, and none that counted was written over: what was read in between is what was there. Any
     * thread.
     *
     * @param moves as {@link #moves} said before reading
     * @param last as {@link #last} said then
     */
    static boolean stands(long[] ring, int moves, int last) {
        VarHandle.acquireFence();
        // The next one may be there already, and its number not yet.
        return moves(ring) == moves && last(ring) - last < SLACK;
    }

    /** A slot, by its number. Any thread. */
    static long slot(long[] ring, int number) {
        return ring[place(number)];
    }

    private static int place(int number) {
        return HEADER + (number - HEADER & CAPACITY_MAX - 1);
    }

    /** The number of the oldest slot that was not dropped. */
    private static int oldest(int last) {
        int over = last + 1 - HEADER - (Timelines.ENTRIES_MAX + DROPPED);
        return over <= 0 ? HEADER : HEADER + (over + DROPPED - 1 & -DROPPED);
    }

    /**
     * Hands slots over, in one part or, where the array goes round between them, in two. Any thread.
     *
     * @param from number of the first, inclusive
     * @param to number of the last, exclusive
     */
    static void some(long[] ring, int from, int to, Slots slots) {
        int place = place(from);
        int part = Math.min(to - from, ring.length - place);
        if (part > 0) {
            slots.accept(ring, place, place + part);
        }
        if (part < to - from) {
            slots.accept(ring, HEADER, HEADER + to - from - part);
        }
    }

    private static void copy(long[] ring, int from, int to, long[] into, int at) {
        int place = place(from);
        int part = Math.min(to - from, ring.length - place);
        System.arraycopy(ring, place, into, at, part);
        System.arraycopy(ring, HEADER, into, at + part, to - from - part);
    }

    /** The number of the newest entry; smaller than {@link #first} if there is none. Any thread; to be asked once. */
    static int last(long[] ring) {
        return (int) (long) SLOTS.getAcquire(ring, STATE);
    }

    /** How many entries count. Any thread. */
    static int size(long[] ring) {
        return Math.min(slots(ring), Timelines.ENTRIES_MAX);
    }

    /** How many slots there are, those beyond what counts among them. */
    static int slots(long[] ring) {
        int last = last(ring);
        return last + 1 - oldest(last);
    }

    /** A copy of the slots that count, in order, each once. Any thread. */
    static long[] newest(long[] ring) {
        while (true) {
            int moves = moves(ring);
            int last = last(ring);
            long[] newest = new long[last + 1 - first(last)];
            copy(ring, first(last), last + 1, newest, 0);
            if (stands(ring, moves, last)) {
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

    /** The number of the oldest entry that counts. */
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

    /** The number of the newest entry with a smaller id, smaller than {@code first} if there is none. */
    static int below(long[] ring, int first, int last, long id) {
        int low = first;
        int high = last;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (id(slot(ring, middle)) < id) {
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
        int oldest = oldest(last);
        for (int step = 1; low >= oldest && id(slot(ring, low)) >= id; step <<= 1) {
            high = low - 1;
            low -= step;
        }
        return below(ring, Math.max(oldest, low + 1), high, id);
    }

    /** Whether this slot is there. */
    static boolean holds(long[] ring, int first, int last, long slot) {
        int at = below(ring, first, last, id(slot)) + 1;
        // It may have moved up by one since it was found.
        return at <= last && (slot(ring, at) == slot || (at < last && slot(ring, at + 1) == slot));
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
        if (last >= HEADER && id(slot) <= id(slot(ring, last))) {
            below = closelyBelow(ring, last, id(slot));
            if (id(slot(ring, below + 1)) == id(slot) || last - below >= Timelines.ENTRIES_MAX) {
                return ring;
            }
        }
        int oldest = oldest(last);
        if ((last + 1 - oldest == ring.length - HEADER && ring.length < HEADER + CAPACITY_MAX) || last == NUMBER_MAX) {
            return enterAnew(ring, below, slot, dropped);
        }
        some(ring, oldest, oldest(last + 1), dropped);
        enterHere(ring, below, slot);
        return ring;
    }

    private static void enterHere(long[] ring, int below, long slot) {
        int last = last(ring);
        long state = ring[STATE] + 1;
        // Whoever finds it in the place of another finds that all before it have come.
        SLOTS.setRelease(ring, place(last + 1), below == last ? slot : slot(ring, last));
        SLOTS.setRelease(ring, STATE, state);
        for (int i = last; i > below; i--) {
            state += MOVE;
            // Before: whoever reads what has moved finds that it has.
            SLOTS.setRelease(ring, STATE, state);
            SLOTS.setRelease(ring, place(i), i == below + 1 ? slot : slot(ring, i - 1));
        }
    }

    /** Those that count, with room for more: a quarter at a time, so that a ring of any size is well filled. */
    private static long[] enterAnew(long[] ring, int below, long slot, Slots dropped) {
        int last = last(ring);
        int oldest = oldest(last);
        int kept = Math.min(last + 2 - oldest, Timelines.ENTRIES_MAX);
        int from = last + 2 - kept;
        int at = HEADER + below + 1 - from;
        long[] anew = roomFor(ring, kept);
        copy(ring, from, below + 1, anew, HEADER);
        anew[at] = slot;
        copy(ring, below + 1, last + 1, anew, at + 1);
        some(ring, oldest, from, dropped);
        return anew;
    }

    /** Without entries below an id: the same array if there are none. Writer only. */
    static long[] from(long[] ring, long id, Slots dropped) {
        int last = last(ring);
        int oldest = oldest(last);
        int from = below(ring, oldest, last, id) + 1;
        if (from == oldest) {
            return ring;
        }
        some(ring, oldest, from, dropped);
        long[] part = roomFor(ring, last + 1 - from);
        copy(ring, from, last + 1, part, HEADER);
        return part;
    }

    /** Only with the slots that pass: the same array if all do. Writer only. */
    static long[] retain(long[] ring, LongPredicate slots) {
        int last = last(ring);
        int oldest = oldest(last);
        long[] retained = ring;
        int next = HEADER;
        for (int i = oldest; i <= last; i++) {
            long slot = slot(ring, i);
            boolean kept = slots.test(slot);
            if (!kept && retained == ring) {
                retained = roomFor(ring, slots(ring));
                copy(ring, oldest, i, retained, HEADER);
            }
            if (kept && retained != ring) {
                retained[next] = slot;
            }
            next += kept ? 1 : 0;
        }
        if (retained != ring) {
            retained[STATE] = next - 1L;
        }
        return retained;
    }

    private static long[] roomFor(long[] ring, int slots) {
        int capacity = slots < Timelines.ENTRIES_MAX
                ? Math.min(Math.max(CAPACITY_MIN, slots + slots / 4), Timelines.ENTRIES_MAX)
                : CAPACITY_MAX;
        long[] roomy = new long[HEADER + capacity];
        roomy[STATE] = HEADER - 1L + slots;
        roomy[SEEN] = ring[SEEN];
        return roomy;
    }

    /** Hands all slots over, those beyond what counts, too. Writer only. */
    static void all(long[] ring, Slots slots) {
        int last = last(ring);
        some(ring, oldest(last), last + 1, slots);
    }

    /** Looks at what {@link #enter} looks at; for {@link LongTable#use}. */
    static long look(long[] ring) {
        int last = last(ring);
        return last < HEADER ? 0 : slot(ring, last);
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
