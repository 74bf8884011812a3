package dev.skein.streams.home;

/**
 * A {@link Ring} as it was at one moment, in order: it stands still while the ring goes on. Late ones belong among the
 * newest, so only these are copied; the others are read where they lie, since a slot once published is never written again.
 * Copying all 800 for a page of twenty would be half of the work of reading it.
 */
final class Picture {
    private static final long[] NONE = {};

    private final long[] ring;
    /** The index of the last slot that is read in the ring itself. */
    private final int cut;
    /** Those behind it. */
    private final long[] newest;

    private final int last;
    private final int first;

    private Picture(long[] ring, int cut, long[] newest) {
        this.ring = ring;
        this.cut = cut;
        this.newest = newest;
        this.last = cut + newest.length;
        this.first = Ring.first(last);
    }

    /** Of a ring whose slots up to {@code last} are in order. */
    static Picture of(long[] ring, int last) {
        return new Picture(ring, last, NONE);
    }

    /**
     * Of a ring with late slots.
     *
     * @param inOrder the index of the last slot that is not late
     * @param cut the index of the last slot that is older than all late ones
     * @param late in rising order of their ids
     */
    static Picture of(long[] ring, int inOrder, int cut, long[] late) {
        long[] newest = new long[inOrder - cut + late.length];
        int from = inOrder;
        int next = late.length - 1;
        for (int to = newest.length - 1; to >= 0; to--) {
            newest[to] =
                    next < 0 || (from > cut && Ring.id(ring[from]) > Ring.id(late[next])) ? ring[from--] : late[next--];
        }
        return new Picture(ring, cut, newest);
    }

    /** The index of the newest entry; smaller than {@link #first} if there is none. */
    int last() {
        return last;
    }

    /** The index of the oldest entry that counts. */
    int first() {
        return first;
    }

    /** What stands at an index. */
    long slot(int index) {
        return index <= cut ? ring[index] : newest[index - cut - 1];
    }

    /** Some of them. */
    long[] slots(int from, int to) {
        long[] slots = new long[Math.max(0, to - from)];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = slot(from + i);
        }
        return slots;
    }

    /** The index of the newest entry with a smaller id, smaller than {@link #first} if there is none. */
    int below(long id) {
        int low = first;
        int high = last;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Ring.id(slot(middle)) < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Whether a slot is there, at {@code to} or before. */
    boolean holds(long slot, int to) {
        int at = below(Ring.id(slot)) + 1;
        return at <= to && slot(at) == slot;
    }
}
