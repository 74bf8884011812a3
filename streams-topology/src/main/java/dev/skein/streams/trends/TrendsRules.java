package dev.skein.streams.trends;

import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagCount;
import dev.skein.schemas.trend.Trend;
import dev.skein.schemas.trend.Trends;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.Union;
import org.jspecify.annotations.Nullable;

/**
 * What counts for how much.
 *
 * <p>The score of a hashtag is the number of distinct people who used it, times how recent its uses are on average: 1
 * where all are from the newest minute, near 0 where all are from the window's start. So a tag that one account repeats
 * ten thousand times scores at most 1, and of two that equally many people use the one that rises stands above the one
 * that fades. What is always there still scores: the surprise against a tag's own expected rate is later work.
 */
final class TrendsRules {
    /** Hashtags in an answer. */
    static final int TOP = 100;

    private static final int FORMS_MAX = 16;
    /** 2,048 registers: a standard error of 2.3 % for many people, none to speak of for a few hundred. */
    private static final int LG_K = 11;

    private static final Comparator<Trend> BEST_FIRST =
            Comparator.comparingDouble(Trend::getScore).reversed().thenComparing(Trend::getHashtag);

    private TrendsRules() {}

    /** A minute or hour after a change; null where nothing counts in it any more. */
    static @Nullable HashtagCount after(@Nullable HashtagCount before, HashtagChange change) {
        long uses = (before == null ? 0 : before.getUses()) + (change.getCounts() ? 1 : -1);
        if (uses <= 0) {
            return null;
        }
        HllSketch authors = before == null ? new HllSketch(LG_K) : HllSketch.heapify(bytes(before.getAuthors()));
        if (change.getCounts()) {
            authors.update(change.getAuthorId());
        }
        Map<String, Long> written = before == null ? new HashMap<>() : new HashMap<>(before.getWritten());
        addForm(written, change.getWritten(), change.getCounts() ? 1 : -1);
        return new HashtagCount(uses, ByteBuffer.wrap(authors.toCompactByteArray()), written);
    }

    /** Everything that a window knows of a hashtag, as a trend. */
    static Trend trend(String tag, WindowSums.Sum sum, TrendWindow window, long until, Collection<HashtagCount> parts) {
        Authors authors = new Authors();
        Map<String, Long> written = new HashMap<>();
        for (HashtagCount part : parts) {
            authors.add(part);
            part.getWritten().forEach((form, uses) -> written.merge(form, uses, Long::sum));
        }
        // The sketch still holds those whose tweets were deleted.
        long people = Math.max(1, Math.min(sum.uses(), authors.estimate()));
        String shown = written.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.<String, Long>comparingByKey().reversed()))
                .map(Map.Entry::getKey)
                .orElse(tag);
        return new Trend(shown, sum.uses(), people, people * sum.recentUses(window, until) / sum.uses());
    }

    /**
     * The best hashtags of a partition, best first. Nobody's score is higher than their recent uses, since there are no
     * more authors than uses: going down by those, one can stop at the first that cannot reach the top any more, and
     * only few have to be looked up.
     */
    static List<Trend> top(WindowSums sums, long until, Function<String, Collection<HashtagCount>> parts) {
        TrendWindow window = sums.window();
        record Candidate(String tag, WindowSums.Sum sum, double bound) {}
        List<Candidate> all = new ArrayList<>(sums.byTag().size());
        sums.byTag().forEach((tag, sum) -> all.add(new Candidate(tag, sum, sum.recentUses(window, until))));
        PriorityQueue<Candidate> candidates = new PriorityQueue<>(
                Math.max(1, all.size()),
                Comparator.comparingDouble(Candidate::bound).reversed());
        candidates.addAll(all);
        PriorityQueue<Trend> best = new PriorityQueue<>(BEST_FIRST.reversed());
        while (!candidates.isEmpty()) {
            Candidate next = candidates.remove();
            Trend worst = best.peek();
            if (best.size() == TOP && worst != null && next.bound() < worst.getScore()) {
                break;
            }
            best.add(trend(next.tag(), next.sum(), window, until, parts.apply(next.tag())));
            if (best.size() > TOP) {
                best.remove();
            }
        }
        return best.stream().sorted(BEST_FIRST).toList();
    }

    /** The best of all partitions. One that has not told anything for as long as the window is left out. */
    static Trends merge(TrendWindow window, Collection<Trends> partitions) {
        long until = partitions.stream().mapToLong(Trends::getUntil).max().orElse(0);
        List<Trend> best = partitions.stream()
                .filter(partition -> partition.getUntil() > until - window.millis())
                .flatMap(partition -> partition.getHashtags().stream())
                .sorted(BEST_FIRST)
                .limit(TOP)
                .toList();
        return new Trends(window.label(), until, best);
    }

    private static void addForm(Map<String, Long> written, String form, long uses) {
        if (written.containsKey(form) || (uses > 0 && written.size() < FORMS_MAX)) {
            written.merge(form, uses, (a, b) -> a + b <= 0 ? null : Long.valueOf(a + b));
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Distinct people over several sketches. */
    private static final class Authors {
        private final Union union = new Union(LG_K);

        void add(HashtagCount count) {
            union.update(HllSketch.heapify(bytes(count.getAuthors())));
        }

        long estimate() {
            return Math.round(union.getEstimate());
        }
    }
}
