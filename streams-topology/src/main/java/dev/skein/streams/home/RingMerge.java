package dev.skein.streams.home;

import java.nio.LongBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** One picture of several rings: the newest entries of all of them, each id once. */
final class RingMerge {
    private RingMerge() {}

    /**
     * Merges, again if one of them moves meanwhile.
     *
     * @param rings in the layout of {@link Ring}; not changed
     * @return an array in the same layout with at most {@link Timelines#ENTRIES_MAX} slots
     */
    static long[] newest(List<long[]> rings) {
        while (true) {
            int[] moves = rings.stream().mapToInt(Ring::moves).toArray();
            int[] last = rings.stream().mapToInt(Ring::last).toArray();
            long[] newest = merged(rings, last.clone());
            if (IntStream.range(0, moves.length).allMatch(i -> Ring.stands(rings.get(i), moves[i], last[i]))) {
                return newest;
            }
        }
    }

    private static long[] merged(List<long[]> rings, int[] next) {
        int[] first = new int[rings.size()];
        int slots = 0;
        for (int i = 0; i < next.length; i++) {
            first[i] = Ring.first(next[i]);
            slots += next[i] - first[i] + 1;
        }
        long[] newestFirst = new long[Math.min(slots, Timelines.ENTRIES_MAX)];
        int size = 0;
        while (size < newestFirst.length) {
            int newest = -1;
            long slot = 0;
            for (int i = 0; i < next.length; i++) {
                if (next[i] >= first[i]) {
                    long candidate = Ring.slot(rings.get(i), next[i]);
                    if (newest < 0 || Ring.id(candidate) > Ring.id(slot)) {
                        newest = i;
                        slot = candidate;
                    }
                }
            }
            if (newest < 0) {
                break;
            }
            next[newest]--;
            if (size == 0 || Ring.id(newestFirst[size - 1]) != Ring.id(slot)) {
                newestFirst[size++] = slot;
            }
        }
        for (int i = 0, j = size - 1; i < j; i++, j--) {
            long swap = newestFirst[i];
            newestFirst[i] = newestFirst[j];
            newestFirst[j] = swap;
        }
        return Ring.of(0, LongBuffer.wrap(newestFirst), size);
    }
}
