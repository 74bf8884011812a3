package dev.skein.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.bench.client.Answer;
import dev.skein.bench.client.Api;
import dev.skein.bench.client.Credential;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Request;
import dev.skein.bench.client.Settling;
import dev.skein.bench.console.Progress;
import dev.skein.bench.replay.HomeTimeline.Line;
import dev.skein.catalog.Id;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the query API answers with a {@link Tally}. What is not there yet is asked for again until a bound has
 * passed: the topologies may still be on their way.
 */
public final class Verification {
    /** How much is compared. */
    public record Sample(int authors, int tweets, int readers) {
        /** Enough to find a rule that is broken, in a minute. */
        public static final Sample SOME = new Sample(1_000, 2_000, 500);

        /** All there is. */
        public static final Sample ALL = new Sample(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * What came out.
     *
     * @param differenceCount how many there are
     * @param differences the first of them
     */
    public record Report(
            int authors, int tweets, int readers, int hashtags, int differenceCount, List<String> differences) {
        /** Whether all agrees. */
        public boolean agrees() {
            return differenceCount == 0;
        }
    }

    private static final int DIFFERENCES_MAX = 50;
    private static final int AUTHOR_ENTRIES_MAX = 2_000;
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(200);
    private static final Tally.Use NOT_USED = new Tally.Use(0, 0);
    /** Four times the standard error of the sketches. */
    private static final double PEOPLE_ERROR = 0.1;

    /** How exactly the window of the last hour is meant is left open: its edge may lie within this. */
    private static final Duration WINDOW_EDGE = Duration.ofMinutes(6);

    private final HttpLoop loop;
    private final Api api;
    private final String operatorToken;
    private final Tally tally;
    private final Clock clock;
    private final long deadlineNanos;
    private final List<String> differences = new ArrayList<>();
    private int differenceCount;

    /**
     * Prepares a comparison.
     *
     * @param patience how long what was accepted may take to be readable, from now
     */
    public Verification(HttpLoop loop, Api api, String operatorToken, Tally tally, Clock clock, Duration patience) {
        this.loop = loop;
        this.api = api;
        this.operatorToken = operatorToken;
        this.tally = tally;
        this.clock = clock;
        deadlineNanos = System.nanoTime() + patience.toNanos();
    }

    /** Compares, and says on {@code out} how far it is. */
    public Report run(Sample sample, PrintStream out) {
        int[] authors = tally.someAuthors(sample.authors);
        int[] tweets = tally.someTweets(sample.tweets);
        int[] readers = tally.someReaders(sample.readers);
        Map<String, Tally.Use> uses = tally.hashtagUses(0);
        int all = authors.length + tweets.length + readers.length;
        try (Progress progress = Progress.start("comparison", "answers", all, out)) {
            for (int author : authors) {
                check(progress, "author timeline of " + tally.idOf(author), () -> authorTimeline(author));
            }
            for (int tweet : tweets) {
                check(progress, "counts", () -> retweets(tweet));
            }
            homeTimelines(progress, readers);
        }
        if (!uses.isEmpty()) {
            check("trends of the hour", () -> trends("1h", Duration.ofHours(1)), () -> {});
            check("trends of the day", () -> trends("24h", Duration.ofDays(1)), () -> {});
        }
        return new Report(
                authors.length, tweets.length, readers.length, uses.size(), differenceCount, List.copyOf(differences));
    }

    private List<String> authorTimeline(int author) {
        List<Line> expected = tally.authorTimeline(author);
        List<Line> shown = new ArrayList<>();
        String cursor = null;
        do {
            Answer answer = loop.call(api.tweetsOf(tally.idOf(author), Api.PAGE_MAX, cursor));
            if (!answer.ok()) {
                return List.of(answer.describe());
            }
            JsonNode page = Json.tree(answer);
            shown.addAll(lines(page));
            cursor = page.path("next").asText(null);
        } while (cursor != null && shown.size() < AUTHOR_ENTRIES_MAX);
        int compared = Math.min(AUTHOR_ENTRIES_MAX, Math.max(shown.size(), expected.size()));
        List<Line> left = expected.subList(0, Math.min(compared, expected.size()));
        List<Line> right = shown.subList(0, Math.min(compared, shown.size()));
        return left.equals(right) ? List.of() : List.of(firstDifference(left, right));
    }

    private List<String> retweets(int tweet) {
        long id = tally.tweetIdOf(tweet);
        Answer answer = loop.call(api.tweet(id));
        if (!answer.ok()) {
            return List.of("tweet " + id + ": " + answer.describe());
        }
        JsonNode counted = Json.tree(answer).path("engagement").path("retweets");
        // Null means that the counts did not come in time, not that there are none.
        return counted.asInt(-1) == tally.retweetsOf(tweet)
                ? List.of()
                : List.of("tweet " + id + " was retweeted " + tally.retweetsOf(tweet) + " times, not " + counted);
    }

    private void homeTimelines(Progress progress, int[] readers) {
        for (int from = 0; from < readers.length; from += Api.BULK_MAX) {
            int[] some = Arrays.copyOfRange(readers, from, Math.min(readers.length, from + Api.BULK_MAX));
            long[] ids = Arrays.stream(some).mapToLong(tally::idOf).toArray();
            Answer sessions = loop.call(api.openSessions(Credential.bearer(operatorToken), ids));
            if (!sessions.ok()) {
                differ("sessions", sessions.describe());
                return;
            }
            List<String> tokens = Json.strings(sessions, "token", 3);
            Map<Integer, HomeTimeline> expected = tally.homeTimelines(some);
            for (int i = 0; i < some.length; i++) {
                Request request = api.home(Credential.bearer(tokens.get(i)), Api.PAGE_MAX);
                HomeTimeline timeline = Objects.requireNonNull(expected.get(some[i]));
                check(progress, "home timeline of " + ids[i], () -> homeTimeline(request, timeline));
            }
        }
    }

    private List<String> homeTimeline(Request request, HomeTimeline expected) {
        Answer answer = loop.call(request);
        return answer.ok() ? expected.differences(lines(Json.tree(answer)), Api.PAGE_MAX) : List.of(answer.describe());
    }

    private List<String> trends(String window, Duration length) {
        Answer answer = loop.call(api.trends(window, Api.PAGE_MAX));
        if (!answer.ok()) {
            return List.of(answer.describe());
        }
        long now = clock.millis();
        Map<String, Tally.Use> most =
                tally.hashtagUses(Id.first(now - length.plus(WINDOW_EDGE).toMillis()));
        Map<String, Tally.Use> least =
                tally.hashtagUses(Id.first(now - length.minus(WINDOW_EDGE).toMillis()));
        List<String> wrong = new ArrayList<>();
        JsonNode trends = Json.tree(answer).path("data");
        for (JsonNode trend : trends) {
            String hashtag = trend.path("hashtag").asText();
            long uses = trend.path("uses").asLong(-1);
            long people = trend.path("authors").asLong(-1);
            Tally.Use from = least.getOrDefault(hashtag, NOT_USED);
            least.remove(hashtag);
            Tally.Use to = most.get(hashtag);
            if (to == null) {
                continue;
            }
            if (uses < from.uses() || uses > to.uses()) {
                wrong.add("#" + hashtag + " was used " + range(from.uses(), to.uses()) + " times in " + window
                        + ", not " + uses);
            }
            // People are estimated.
            if (people < from.people() * (1 - PEOPLE_ERROR) || people > to.people() * (1 + PEOPLE_ERROR)) {
                wrong.add("#" + hashtag + " was used by " + range(from.people(), to.people()) + " people in " + window
                        + ", not about " + people);
            }
        }
        if (trends.size() < Api.PAGE_MAX) {
            // There is room for all of them: others may have been used more often otherwise.
            least.keySet().forEach(hashtag -> wrong.add("#" + hashtag + " is missing in " + window));
        }
        return wrong;
    }

    private static String range(long from, long to) {
        return from == to ? Long.toString(from) : from + " to " + to;
    }

    private void check(Progress progress, String what, Supplier<List<String>> compare) {
        check(what, compare, progress::stillThere);
        progress.step();
    }

    private void check(String what, Supplier<List<String>> compare, Runnable waiting) {
        List<String> found = compare.get();
        while (!found.isEmpty() && System.nanoTime() - deadlineNanos < 0) {
            waiting.run();
            Settling.pause(loop, ASK_AGAIN_AFTER);
            found = compare.get();
        }
        found.forEach(difference -> differ(what, difference));
    }

    private void differ(String what, String difference) {
        differenceCount++;
        if (differences.size() < DIFFERENCES_MAX) {
            differences.add(what + ": " + difference);
        }
    }

    private static List<Line> lines(JsonNode page) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode item : page.path("data")) {
            lines.add(new Line(
                    item.path("id").asLong(),
                    item.path("retweetedBy").path("id").asLong(0)));
        }
        return lines;
    }

    private static String firstDifference(List<Line> expected, List<Line> shown) {
        int at = 0;
        while (at < expected.size() && at < shown.size() && expected.get(at).equals(shown.get(at))) {
            at++;
        }
        return "line " + at + " of " + expected.size() + " should be " + at(expected, at) + ", not " + at(shown, at);
    }

    private static @Nullable Line at(List<Line> lines, int at) {
        return at < lines.size() ? lines.get(at) : null;
    }
}
