package dev.skein.streams.trends;

import java.util.HashMap;
import java.util.Map;

/**
 * How often each hashtag of this partition was used in a window, and how recently: kept in memory and read anew from the
 * minutes when a task opens. Whole numbers only, so that adding a minute and taking it away leaves nothing behind.
 */
final class WindowSums {
    /** A hashtag in the window. */
    static final class Sum {
        private long uses;
        /** Each use times its minute, counted from 1970. */
        private long moments;

        long uses() {
            return uses;
        }

        /**
         * The uses, each weighing 1 in the newest minute, and less the older it is, in a straight line down to 0 at the
         * window's start.
         */
        double recentUses(TrendWindow window, long until) {
            long newest = until / TrendWindow.MINUTE_MILLIS - 1;
            double ages = (double) (uses * newest - moments);
            return uses - ages / window.minutes();
        }
    }

    private final TrendWindow window;
    private final Map<String, Sum> byTag = new HashMap<>();

    WindowSums(TrendWindow window) {
        this.window = window;
    }

    TrendWindow window() {
        return window;
    }

    Map<String, Sum> byTag() {
        return byTag;
    }

    void clear() {
        byTag.clear();
    }

    /** Adds uses of a minute, or takes them away where negative. */
    void add(String tag, long minute, long uses) {
        Sum sum = byTag.computeIfAbsent(tag, t -> new Sum());
        sum.uses += uses;
        sum.moments += uses * (minute / TrendWindow.MINUTE_MILLIS);
        if (sum.uses == 0) {
            byTag.remove(tag);
        }
    }
}
