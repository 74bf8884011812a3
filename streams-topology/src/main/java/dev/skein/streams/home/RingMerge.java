package dev.skein.streams.home;

import java.nio.LongBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One picture of several rings: the newest entries of all of them, each id once. */
final class RingMerge {
    private RingMerge() {}

    /**
     * Merges.
     *
     * @param rings not changed
     * @return another one, with at most {@link Timelines#ENTRIES_MAX} slots; null if one of them moved meanwhile, or is nobody's
     *     any more
     */
    static @Nullable Ring newest(List<Ring> rings) {
        int[] moves = rings.stream().mapToInt(Ring::moves).toArray();
        int[] last = rings.stream().mapToInt(Ring::last).toArray();
        Ring newest = merged(rings, last.clone());
        boolean stand =
                IntStream.range(0, moves.length).allMatch(i -> rings.get(i).stands(moves[i], last[i]));
        return stand ? newest : null;
    }

    private static Ring merged(List<Ring> rings, int[] next) {
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
                    long candidate = rings.get(i).slot(next[i]);
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
        Blocks memory = new Blocks(Math.max(1, (size + Blocks.SLOTS - 1) / Blocks.SLOTS));
        return Ring.of(memory, 0, LongBuffer.wrap(newestFirst), size);
    }
}
