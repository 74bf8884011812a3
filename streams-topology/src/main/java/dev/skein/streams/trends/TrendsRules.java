package dev.skein.streams.trends;

import dev.skein.schemas.trend.Trend;
import dev.skein.schemas.trend.Trends;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What counts for how much: by how much the people who use a hashtag surprise.
 *
 * <p>It is the term of a chi-square test, (seen − expected)² / (expected + 1), over distinct people and not tweets, and
 * expected is what the day before the window had. So what is always there does not trend, however much there is of it;
 * one account that repeats a tag ten thousand times is one person; and of two that equally many people use the one
 * stands above that nobody expected. A burst fades: the score is halved for each quarter of the window that its uses are
 * old in the mean, so what is spread over all of the window has a quarter of what is new.
 */
final class TrendsRules {
    /** Hashtags in an answer. */
    static final int TOP = 100;

    /** Half-lives in a window. */
    private static final double HALF_LIVES = 4;

    static final Comparator<Trend> BEST_FIRST =
            Comparator.comparingDouble(Trend::getScore).reversed().thenComparing(Trend::getHashtag);

    private TrendsRules() {}

    /**
     * The score; 0 where nothing surprises.
     *
     * @param until the window's end
     * @param people who used it in the window
     * @param expected how many were to be expected
     * @param meanMinute when they used it, in the mean, as minutes since 1970
     */
    static double score(TrendWindow window, long until, long people, double expected, double meanMinute) {
        double surplus = people - expected;
        if (surplus <= 0) {
            return 0;
        }
        double age = TrendWindow.minuteNumber(until) - 1 - meanMinute;
        double decay = Math.pow(2, -HALF_LIVES * Math.max(0, age) / window.minutes());
        return surplus * surplus / (expected + 1) * decay;
    }

    /** Whether what a partition told last is of a window that has ended: nothing of it can be in the present one. */
    static boolean isOver(Trends told, long until) {
        return told.getUntil() <= until - TrendWindow.of(told.getWindow()).millis();
    }

    /** The best of all partitions. */
    static Trends merge(String window, String lang, long until, Collection<Trends> partitions) {
        List<Trend> best = partitions.stream()
                .filter(told -> !isOver(told, until))
                .flatMap(told -> told.getHashtags().stream())
                .sorted(BEST_FIRST)
                .limit(TOP)
                .toList();
        return new Trends(window, until, lang, best);
    }
}
