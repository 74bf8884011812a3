package dev.skein.streams.trends;

import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.trend.Trend;
import dev.skein.schemas.trend.Trends;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The hashtags of a partition that may be among the best of a list: the only ones held in memory and looked at when lists
 * are made. There is a list for each window, and for each window and language.
 *
 * <p>A hashtag comes in when its uses in an hour have doubled and it then scores more than the last one that a list keeps;
 * it goes when no list keeps it any more. So a hashtag that few use is counted, but costs nothing else; and however many
 * there are, only so many are looked at for each commit.
 */
final class Candidates {
    /** A list keeps so many, twice those it tells: enough that one that goes leaves nobody out. */
    private static final int KEPT = 2 * TrendsRules.TOP;

    /** Hashtags looked at for each commit; those that are used most. */
    private static final int LOOKED_AT_MAX = 500;

    private record Windows(TagWindow hour, TagWindow day) {
        TagWindow of(TrendWindow window) {
            return window == TrendWindow.HOUR ? hour : day;
        }
    }

    private record Listed(String tag, Trend trend) {}

    private static final Comparator<Listed> BEST_FIRST = Comparator.comparing(Listed::trend, TrendsRules.BEST_FIRST);

    private final KeyValueStore<String, Long> stored;
    private final TagCounts counts;
    private final Map<String, Windows> byTag = new HashMap<>();
    /** By the key of a list: what the last one that is kept scores. */
    private final Map<String, Double> thresholds = new HashMap<>();
    /** To be looked at → how often they were used in an hour. */
    private final Map<String, Long> waiting = new HashMap<>();

    private long until;

    Candidates(KeyValueStore<String, Long> stored, TagCounts counts, long until) {
        this.stored = stored;
        this.counts = counts;
        this.until = until;
        List<String> tags = new ArrayList<>();
        try (KeyValueIterator<String, Long> all = stored.all()) {
            all.forEachRemaining(entry -> tags.add(entry.key));
        }
        tags.forEach(tag -> byTag.put(tag, read(tag)));
    }

    private Windows read(String tag) {
        return new Windows(
                new TagWindow(TrendWindow.HOUR, tag, until, counts),
                new TagWindow(TrendWindow.DAY, tag, until, counts));
    }

    /**
     * A hashtag was used.
     *
     * @param before how often in that hour until now
     * @param after how often with this
     */
    void used(HashtagChange change, long before, long after) {
        Windows windows = byTag.get(change.getTag());
        if (windows != null) {
            for (TrendWindow window : TrendWindow.values()) {
                if (change.getMinute() >= until - window.millis()) {
                    windows.of(window).add(change);
                }
            }
        } else if (Long.highestOneBit(after) > Long.highestOneBit(Math.max(0, before)) && mayScore(change, after)) {
            waiting.merge(change.getTag(), after, Math::max);
        }
    }

    /**
     * Whether a hashtag that is used so often in an hour can score enough, if each use were a person. An hour lies in two hours of
     * the clock, and has at least half its uses in one of them; of a day's uses a 25th is in one of its hours; and both may have
     * doubled until they are looked at again.
     */
    private boolean mayScore(HashtagChange change, long inHour) {
        double ofHour = 4.0 * inHour;
        double ofDay = 50.0 * inHour;
        return ofHour * ofHour > threshold(TrendWindow.HOUR, "")
                || ofDay * ofDay > threshold(TrendWindow.DAY, "")
                || (!change.getLang().isEmpty()
                        && (ofHour * ofHour > threshold(TrendWindow.HOUR, change.getLang())
                                || ofDay * ofDay > threshold(TrendWindow.DAY, change.getLang())));
    }

    private double threshold(TrendWindow window, String lang) {
        return thresholds.getOrDefault(TrendKeys.of(window.label(), lang), 0.0);
    }

    /** Lets those in that score enough. What is held must have been written. */
    void admit() {
        List<Map.Entry<String, Long>> first = new ArrayList<>(waiting.entrySet());
        if (first.size() > LOOKED_AT_MAX) {
            first.sort(Map.Entry.<String, Long>comparingByValue().reversed());
            first = first.subList(0, LOOKED_AT_MAX);
        }
        for (Map.Entry<String, Long> next : first) {
            Windows windows = read(next.getKey());
            boolean scores = false;
            for (TrendWindow window : TrendWindow.values()) {
                TagWindow of = windows.of(window);
                scores |= of.parts().entrySet().stream()
                        .anyMatch(part -> of.score(part.getValue()) > threshold(window, part.getKey()));
            }
            if (scores) {
                byTag.put(next.getKey(), windows);
                stored.put(next.getKey(), until);
            }
        }
        waiting.clear();
    }

    /** Lets the windows end later. What is held must have been written. */
    void moveOn(long newUntil) {
        until = newUntil;
        byTag.values().forEach(windows -> {
            windows.hour().moveOn(newUntil, counts);
            windows.day().moveOn(newUntil, counts);
        });
    }

    /** The best of each list, by the list's key; and lets those go that no list keeps. What is held must have been written. */
    Map<String, Trends> lists() {
        Map<String, Trends> lists = new LinkedHashMap<>();
        Set<String> kept = new HashSet<>();
        thresholds.clear();
        for (TrendWindow window : TrendWindow.values()) {
            candidates(window).forEach((lang, candidates) -> {
                candidates.sort(BEST_FIRST);
                List<Listed> best = candidates.subList(0, Math.min(KEPT, candidates.size()));
                best.forEach(listed -> kept.add(listed.tag()));
                String key = TrendKeys.of(window.label(), lang);
                if (best.size() == KEPT) {
                    thresholds.put(key, best.get(KEPT - 1).trend().getScore());
                }
                List<Trend> told =
                        best.stream().limit(TrendsRules.TOP).map(Listed::trend).toList();
                lists.put(key, new Trends(window.label(), until, lang, told));
            });
        }
        List<String> gone =
                byTag.keySet().stream().filter(tag -> !kept.contains(tag)).toList();
        gone.forEach(tag -> {
            byTag.remove(tag);
            stored.delete(tag);
        });
        return lists;
    }

    private Map<String, List<Listed>> candidates(TrendWindow window) {
        Map<String, List<Listed>> byLang = new TreeMap<>();
        byTag.forEach((tag, windows) -> {
            TagWindow of = windows.of(window);
            of.expect(counts);
            of.parts().forEach((lang, part) -> {
                double score = of.score(part);
                if (score > 0) {
                    byLang.computeIfAbsent(lang, l -> new ArrayList<>())
                            .add(new Listed(tag, new Trend(of.shown(), part.uses(), part.people(), score)));
                }
            });
        });
        return byLang;
    }
}
