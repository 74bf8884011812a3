package dev.skein.streams.home;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * A reader's newest entries as an array of longs that one thread writes while others read. Two elements come first: where
 * the slots end, and when the ring was last seen. The slots follow, and the newest {@link Timelines#ENTRIES_MAX} count. A slot
 * is an entry's id, with the sign bit set if it is a retweet.
 *
 * <p>Slots stand in rising order of their ids, but for the last few: what comes after a newer one is late, as are half of all
 * entries when several partitions of authors write at once, and is appended nevertheless; only so many late ones make a new
 * array in which all are in order. A slot once published is never written again. So a reader who took {@link #ordered} has a
 * picture that stands still.
 */
final class Ring {
    /** The index of the last slot in order, and in the lower half that of the last slot. */
    private static final int ENDS = 0;

    private static final int SEEN = 1;
    private static final int HEADER = 2;

    /** What a reader without entries has. */
    static final long[] EMPTY = {ends(HEADER - 1, HEADER - 1), 0};

    /** So many late ones are looked through for each entry; putting them in order moves all slots. */
    private static final int LATE_MAX = 64;

    /** How many old entries may lie beyond those that count, so that moving them costs little for each one appended. */
    private static final int SLACK = 200;

    private static final int CAPACITY_MAX = Timelines.ENTRIES_MAX + SLACK;
    private static final int CAPACITY_MIN = 4;
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

    private Ring() {}

    /** Takes slots that are in a ring no longer. */
    @FunctionalInterface
    interface Dropped {
        /**
         * Some of them.
         *
         * @param slots where they are among others; not to be kept
         * @param from index of the first, inclusive
         * @param to index of the last, exclusive
         */
        void accept(long[] slots, int from, int to);
    }

    /** Wants no slot. */
    private static void nobody(long[] slots, int from, int to) {}

    /** With {@code count} slots in rising order, last {@link #seen} then. */
    static long[] of(long seen, LongBuffer slots, int count) {
        long[] ring = new long[HEADER + count];
        slots.get(ring, HEADER, count);
        ring[ENDS] = ends(HEADER - 1 + count, HEADER - 1 + count);
        ring[SEEN] = seen;
        return ring;
    }

    /** One that nobody reads yet, as this one is now. Writer only. */
    static long[] copy(long[] ring) {
        return ring == EMPTY ? EMPTY : ring.clone();
    }

    private static long ends(int inOrder, int end) {
        return (long) inOrder << Integer.SIZE | end;
    }

    private static int inOrder(long ends) {
        return (int) (ends >>> Integer.SIZE);
    }

    private static int end(long ends) {
        return (int) ends;
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

    /**
     * As a reader needs it: all slots that count, in order. A new array if some are late, else the ring itself, in which no
     * late one is before {@link #last}. Any thread.
     */
    static long[] ordered(long[] ring) {
        long ends = (long) SLOTS.getAcquire(ring, ENDS);
        int inOrder = inOrder(ends);
        int end = end(ends);
        return inOrder == end ? ring : merged(ring, inOrder, late(ring, inOrder, end), Ring::nobody);
    }

    /** As a reader of a page needs it, who asks for a few of the newest. Any thread. */
    static Picture picture(long[] ring) {
        long ends = (long) SLOTS.getAcquire(ring, ENDS);
        int inOrder = inOrder(ends);
        int end = end(ends);
        if (inOrder == end) {
            return Picture.of(ring, end);
        }
        long[] late = late(ring, inOrder, end);
        return Picture.of(ring, inOrder, closelyBelow(ring, inOrder, id(late[0])), late);
    }

    /**
     * The index of the newest entry of a picture; smaller than {@link #first} if there is none. Any thread; to be asked once.
     */
    static int last(long[] ordered) {
        return inOrder((long) SLOTS.getAcquire(ordered, ENDS));
    }

    /** How many entries count, late ones among them. Any thread. */
    static int size(long[] ring) {
        return Math.min(slots(ring), Timelines.ENTRIES_MAX);
    }

    /** How many slots there are, those beyond what counts among them. */
    static int slots(long[] ring) {
        return end((long) SLOTS.getAcquire(ring, ENDS)) + 1 - HEADER;
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

    /**
     * Enters a slot. One whose id is there, or that is older than the tail of a full ring, changes nothing. Writer only.
     *
     * @param dropped gets the slots that are not in the ring any more
     * @return the ring with it: the same array, or the one that takes its place
     */
    static long[] enter(long[] ring, long slot, Dropped dropped) {
        int inOrder = inOrder(ring[ENDS]);
        int end = end(ring[ENDS]);
        long id = id(slot);
        boolean late = inOrder >= HEADER && id <= id(ring[inOrder]);
        if (late) {
            int before = closelyBelow(ring, inOrder, id);
            if (id(ring[before + 1]) == id || inOrder - before >= Timelines.ENTRIES_MAX) {
                return ring;
            }
        }
        for (int i = inOrder + 1; i <= end; i++) {
            if (id(ring[i]) == id) {
                return ring;
            }
        }
        int next = end + 1;
        if (next == ring.length || next - inOrder > LATE_MAX) {
            return merged(ring, inOrder, with(late(ring, inOrder, end), slot), dropped);
        }
        ring[next] = slot;
        SLOTS.setRelease(ring, ENDS, ends(late || inOrder < end ? inOrder : next, next));
        return ring;
    }

    /** Without entries below an id: the same array if there are none. Writer only. */
    static long[] from(long[] ring, long id, Dropped dropped) {
        int inOrder = inOrder(ring[ENDS]);
        int end = end(ring[ENDS]);
        boolean all = end < HEADER || id(ring[HEADER]) >= id;
        for (int i = inOrder + 1; all && i <= end; i++) {
            all = id(ring[i]) >= id;
        }
        if (all) {
            return ring;
        }
        long[] ordered = inOrder == end ? ring : merged(ring, inOrder, late(ring, inOrder, end), dropped);
        int last = inOrder(ordered[ENDS]);
        return part(ordered, below(ordered, HEADER, last, id) + 1, last, dropped);
    }

    /** Only with the slots that pass: the same array if all do. Of a ring without late ones; writer only. */
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
        retained[ENDS] = ends(next - 1, next - 1);
        return retained;
    }

    /** The late ones, in order. Nearly always they are nearly so. */
    private static long[] late(long[] ring, int inOrder, int end) {
        long[] late = Arrays.copyOfRange(ring, inOrder + 1, end + 1);
        for (int i = 1; i < late.length; i++) {
            place(late, i, late[i]);
        }
        return late;
    }

    private static long[] with(long[] late, long slot) {
        long[] more = Arrays.copyOf(late, late.length + 1);
        place(more, late.length, slot);
        return more;
    }

    private static void place(long[] slots, int end, long slot) {
        int at = end;
        while (at > 0 && id(slots[at - 1]) > id(slot)) {
            slots[at] = slots[at - 1];
            at--;
        }
        slots[at] = slot;
    }

    /**
     * All in order, as many as count, with room for more: a quarter at a time, so that a ring of any size is well filled.
     *
     * @param late in order
     */
    private static long[] merged(long[] ring, int inOrder, long[] late, Dropped dropped) {
        int kept = Math.min(inOrder + 1 - HEADER + late.length, Timelines.ENTRIES_MAX);
        long[] merged = roomFor(ring, kept);
        int from = inOrder;
        int next = late.length - 1;
        int to = HEADER + kept - 1;
        while (next >= 0 && to >= HEADER) {
            merged[to--] = from >= HEADER && id(ring[from]) > id(late[next]) ? ring[from--] : late[next--];
        }
        int left = to + 1 - HEADER;
        System.arraycopy(ring, from - left + 1, merged, HEADER, left);
        dropped.accept(ring, HEADER, from - left + 1);
        dropped.accept(late, 0, next + 1);
        return merged;
    }

    private static long[] part(long[] ring, int from, int to, Dropped dropped) {
        dropped.accept(ring, HEADER, from);
        long[] part = roomFor(ring, to + 1 - from);
        System.arraycopy(ring, from, part, HEADER, to + 1 - from);
        return part;
    }

    private static long[] roomFor(long[] ring, int slots) {
        long[] roomy = new long[HEADER + Math.min(Math.max(CAPACITY_MIN, slots + slots / 4), CAPACITY_MAX)];
        roomy[ENDS] = ends(HEADER - 1 + slots, HEADER - 1 + slots);
        roomy[SEEN] = ring[SEEN];
        return roomy;
    }

    /** Hands all slots over, those beyond what counts, too. Writer only. */
    static void all(long[] ring, Dropped slots) {
        slots.accept(ring, HEADER, end(ring[ENDS]) + 1);
    }

    /** Looks at what {@link #enter} looks at; for {@link LongTable#use}. */
    static long look(long[] ring) {
        long ends = ring[ENDS];
        return ring[inOrder(ends)] + ring[end(ends)];
    }

    /** The ids that count, newest first: for tests and tools. */
    static long[] ids(long[] ring) {
        long[] ordered = ordered(ring);
        int last = last(ordered);
        long[] ids = Arrays.stream(ordered, first(last), last + 1).map(Ring::id).toArray();
        for (int i = 0, j = ids.length - 1; i < j; i++, j--) {
            long swap = ids[i];
            ids[i] = ids[j];
            ids[j] = swap;
        }
        return ids;
    }
}
