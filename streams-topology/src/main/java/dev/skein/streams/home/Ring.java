package dev.skein.streams.home;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A reader's newest entries as an array of longs that one thread writes while others read. The element 0 says how many
 * slots are in use; the slots follow in rising order of their ids, and the newest {@link Timelines#ENTRIES_MAX} count.
 * A slot is an entry's id, with the sign bit set if it is a retweet.
 *
 * <p>A slot once published is never written again: an entry is normally appended, and shows when the count is raised;
 * one that comes late, or one too many, makes a new array. So a reader who took array and count has a picture that
 * stands still.
 */
final class Ring {
    /** What a reader without entries has. */
    static final long[] EMPTY = {0};

    /** How many old entries may lie beyond those that count, so that moving them costs little for each one appended. */
    private static final int SLACK = 200;

    private static final int CAPACITY_MAX = Timelines.ENTRIES_MAX + SLACK;
    private static final int CAPACITY_MIN = 7;
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

    private Ring() {}

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
        return (int) (long) SLOTS.getAcquire(ring, 0);
    }

    /** The index of the oldest entry that counts. */
    static int first(int last) {
        return Math.max(1, last - Timelines.ENTRIES_MAX + 1);
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
        if (last == 0 || id(slot) > id(ring[last])) {
            long[] roomy = last + 1 < ring.length ? ring : copy(ring, last, dropped);
            int next = last(roomy) + 1;
            roomy[next] = slot;
            SLOTS.setRelease(roomy, 0, (long) next);
            return roomy;
        }
        int first = first(last);
        int before = below(ring, first, last, id(slot));
        boolean present = id(ring[before + 1]) == id(slot);
        boolean beyond = before < first && last >= Timelines.ENTRIES_MAX;
        return present || beyond ? ring : insert(ring, last, before, slot, dropped);
    }

    /** With room for one more. */
    private static long[] copy(long[] ring, int last, LongConsumer dropped) {
        int kept = Math.min(last, Timelines.ENTRIES_MAX - 1);
        return slots(ring, last - kept + 1, last, Math.max(CAPACITY_MIN, 2 * kept), dropped);
    }

    private static long[] insert(long[] ring, int last, int before, long slot, LongConsumer dropped) {
        int kept = Math.min(last, Timelines.ENTRIES_MAX - 1);
        int from = last - kept + 1;
        long[] copy = slots(ring, from, last, kept + 1 + kept / 4, dropped);
        int at = before - from + 2;
        System.arraycopy(copy, at, copy, at + 1, kept + 1 - at);
        copy[at] = slot;
        copy[0] = kept + 1L;
        return copy;
    }

    private static long[] slots(long[] ring, int from, int to, int capacity, LongConsumer dropped) {
        for (int i = 1; i < from; i++) {
            dropped.accept(ring[i]);
        }
        long[] copy = new long[1 + Math.min(capacity, CAPACITY_MAX)];
        System.arraycopy(ring, from, copy, 1, to - from + 1);
        copy[0] = to - from + 1L;
        return copy;
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
