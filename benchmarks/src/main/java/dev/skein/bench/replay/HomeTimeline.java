package dev.skein.bench.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one reader's home timeline may show, by DESIGN §5. The id of a retweet's entry is not told to those who retweet, only
 * that it lies between two bounds, so two retweets at the same moment may stand in either order; a timeline is right if
 * ids within the bounds exist that make it so.
 */
public final class HomeTimeline {
    /** How many entries a timeline keeps, those that are not shown included. */
    public static final int ENTRIES_MAX = 800;

    /**
     * A line as it is shown.
     *
     * @param retweeterId who retweeted it, or 0
     */
    public record Line(long tweetId, long retweeterId) {}

    /**
     * An entry that was delivered.
     *
     * @param earliestId no smaller id can be the entry's
     * @param latestId no larger id can be the entry's
     * @param visible whether the reader may see it
     */
    public record Entry(Line line, long earliestId, long latestId, boolean visible) {}

    private final List<Entry> entries;
    private final long[] earliest;
    private final long[] latest;

    /** Takes the entries in any order. */
    public HomeTimeline(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        earliest = entries.stream().mapToLong(Entry::earliestId).sorted().toArray();
        latest = entries.stream().mapToLong(Entry::latestId).sorted().toArray();
    }

    /** How many entries were delivered, hidden ones included. */
    public int size() {
        return entries.size();
    }

    /**
     * What is wrong with a first page.
     *
     * @param shown newest first
     * @param limit how many lines were asked for
     * @return nothing where it is right
     */
    public List<String> differences(List<Line> shown, int limit) {
        List<String> differences = new ArrayList<>();
        Map<Line, Entry> mayBeShown = new HashMap<>();
        Map<Long, Long> mustBeShown = new HashMap<>();
        for (List<Entry> ofOneTweet : byTweet().values()) {
            List<Entry> possible = mayStandForTweet(ofOneTweet);
            possible.forEach(entry -> mayBeShown.put(entry.line, entry));
            if (ofOneTweet.stream().anyMatch(this::certainlyKept)) {
                long lowest =
                        possible.stream().mapToLong(Entry::earliestId).min().orElseThrow();
                mustBeShown.put(ofOneTweet.get(0).line.tweetId, lowest);
            }
        }
        long position = Long.MAX_VALUE;
        Set<Long> tweets = new HashSet<>();
        for (Line line : shown) {
            Entry entry = mayBeShown.get(line);
            if (!tweets.add(line.tweetId)) {
                differences.add("tweet " + line.tweetId + " is shown twice");
            } else if (entry == null) {
                differences.add(describe(line) + " should not be shown");
            } else {
                position = Math.min(position, entry.latestId);
                if (position < entry.earliestId) {
                    differences.add(describe(line) + " stands below something older");
                    position = entry.latestId;
                }
            }
        }
        boolean whole = shown.size() < limit;
        for (Map.Entry<Long, Long> must : mustBeShown.entrySet()) {
            if (!tweets.contains(must.getKey()) && (whole || must.getValue() > position)) {
                differences.add("tweet " + must.getKey() + " is missing");
            }
        }
        return differences;
    }

    private Map<Long, List<Entry>> byTweet() {
        Map<Long, List<Entry>> byTweet = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.visible && !certainlyGone(entry)) {
                byTweet.computeIfAbsent(entry.line.tweetId, tweet -> new ArrayList<>())
                        .add(entry);
            }
        }
        return byTweet;
    }

    /** Shown is the oldest that is kept: no entry that is certainly kept may be certainly older. */
    private List<Entry> mayStandForTweet(List<Entry> ofOneTweet) {
        long bound = ofOneTweet.stream()
                .filter(this::certainlyKept)
                .mapToLong(Entry::latestId)
                .min()
                .orElse(Long.MAX_VALUE);
        return ofOneTweet.stream().filter(entry -> entry.earliestId <= bound).toList();
    }

    private boolean certainlyKept(Entry entry) {
        // Of those that may be newer, one is the entry itself, unless its bounds are one id.
        int self = entry.latestId > entry.earliestId ? 1 : 0;
        return above(latest, entry.earliestId) - self < ENTRIES_MAX;
    }

    private boolean certainlyGone(Entry entry) {
        return above(earliest, entry.latestId) >= ENTRIES_MAX;
    }

    private static int above(long[] sorted, long bound) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > bound) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return sorted.length - low;
    }

    private static String describe(Line line) {
        return "tweet " + line.tweetId + (line.retweeterId == 0 ? "" : " retweeted by " + line.retweeterId);
    }
}
