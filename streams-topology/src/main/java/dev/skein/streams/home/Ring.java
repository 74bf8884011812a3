package dev.skein.streams.home;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * A reader's newest entries as an array of longs that one thread writes while others read. Two elements come first: the
 * index of the newest slot, and when the ring was last seen. The slots follow in rising order of their ids, and the newest
 * {@link Timelines#ENTRIES_MAX} count. A slot is an entry's id, with the sign bit set if it is a retweet.
 *
 * <p>A slot once published is never written again: an entry is normally appended, and shows when the index is raised;
 * one that comes late, or one too many, makes a new array. So a reader who took array and index has a picture that
 * stands still.
 */
final class Ring {
    private static final int LAST = 0;
    private static final int SEEN = 1;
    private static final int HEADER = 2;

    /** What a reader without entries has. */
    static final long[] EMPTY = {HEADER - 1, 0};

    /** How many old entries may lie beyond those that count, so that moving them costs little for each one appended. */
    private static final int SLACK = 200;

    private static final int CAPACITY_MAX = Timelines.ENTRIES_MAX + SLACK;
    private static final int CAPACITY_MIN = 4;
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

    private Ring() {}

    /** With {@code count} slots in rising order, last {@link #seen} then. */
    static long[] of(long seen, LongBuffer slots, int count) {
        long[] ring = new long[HEADER + count];
        slots.get(ring, HEADER, count);
        ring[LAST] = HEADER - 1L + count;
        ring[SEEN] = seen;
        return ring;
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

    /** The index of the newest entry; smaller than {@link #first} if there is none. Any thread; to be asked once. */
    static int last(long[] ring) {
        return (int) (long) SLOTS.getAcquire(ring, LAST);
    }

    /** The index of the oldest entry that counts. */
    static int first(int last) {
        return Math.max(HEADER, last - Timelines.ENTRIES_MAX + 1);
    }

    /** How many entries count. */
    static int count(int last) {
        return last + 1 - first(last);
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

    /** Whether this slot is there. */
    static boolean holds(long[] ring, int first, int last, long slot) {
        int at = below(ring, first, last, id(slot)) + 1;
        return at <= last && ring[at] == slot;
    }

    /**
     * Enters a slot. One whose id is there, or that is older than the tail of a full ring, changes nothing. Writer only.
     *
     * @param dropped gets the slots that are not in the ring any more
     * @return the ring with it: the same array, or the one that takes its place
     */
    static long[] enter(long[] ring, long slot, LongConsumer dropped) {
        int last = last(ring);
        if (last < HEADER || id(slot) > id(ring[last])) {
            long[] roomy = last + 1 < ring.length ? ring : copy(ring, last, dropped);
            int next = last(roomy) + 1;
            roomy[next] = slot;
            SLOTS.setRelease(roomy, LAST, (long) next);
            return roomy;
        }
        int first = first(last);
        int before = below(ring, first, last, id(slot));
        boolean present = id(ring[before + 1]) == id(slot);
        boolean beyond = before < first && count(last) >= Timelines.ENTRIES_MAX;
        return present || beyond ? ring : insert(ring, last, before, slot, dropped);
    }

    /** Without entries below an id: the same array if there are none. Writer only. */
    static long[] from(long[] ring, long id, LongConsumer dropped) {
        int last = last(ring);
        if (last < HEADER || id(ring[HEADER]) >= id) {
            return ring;
        }
        int from = below(ring, HEADER, last, id) + 1;
        return slots(ring, from, last, last + 1 - from, dropped);
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
        retained[LAST] = next - 1L;
        return retained;
    }

    /** With room for one more: a quarter at a time, so that a ring of any size is well filled. */
    private static long[] copy(long[] ring, int last, LongConsumer dropped) {
        int kept = Math.min(last + 1 - HEADER, Timelines.ENTRIES_MAX - 1);
        return slots(ring, last - kept + 1, last, Math.max(CAPACITY_MIN, kept + kept / 4), dropped);
    }

    private static long[] insert(long[] ring, int last, int before, long slot, LongConsumer dropped) {
        int kept = Math.min(last + 1 - HEADER, Timelines.ENTRIES_MAX - 1);
        int from = last - kept + 1;
        long[] copy = slots(ring, from, last, kept + 1 + kept / 4, dropped);
        int at = before - from + 1 + HEADER;
        System.arraycopy(copy, at, copy, at + 1, kept + HEADER - at);
        copy[at] = slot;
        copy[LAST] = kept + (long) HEADER;
        return copy;
    }

    private static long[] slots(long[] ring, int from, int to, int capacity, LongConsumer dropped) {
        for (int i = HEADER; i < from; i++) {
            dropped.accept(ring[i]);
        }
        long[] copy = new long[HEADER + Math.min(capacity, CAPACITY_MAX)];
        System.arraycopy(ring, from, copy, HEADER, to - from + 1);
        copy[LAST] = to - from + (long) HEADER;
        copy[SEEN] = ring[SEEN];
        return copy;
    }

    /** Hands all slots over, those beyond what counts, too. Writer only. */
    static void forEach(long[] ring, LongConsumer slots) {
        int last = last(ring);
        for (int i = HEADER; i <= last; i++) {
            slots.accept(ring[i]);
        }
    }

    /** The ids that count, newest first: for tests and tools. */
    static long[] ids(long[] ring) {
        int last = last(ring);
        long[] ids = Arrays.stream(ring, first(last), last + 1).map(Ring::id).toArray();
        for (int i = 0, j = ids.length - 1; i < j; i++, j--) {
            long swap = ids[i];
            ids[i] = ids[j];
            ids[j] = swap;
        }
        return ids;
    }
}
