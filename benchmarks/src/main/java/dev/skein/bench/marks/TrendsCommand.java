package dev.skein.bench.marks;

import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.Credential;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Origin;
import dev.skein.bench.client.Request;
import dev.skein.bench.load.Results;
import dev.skein.catalog.App;
import dev.skein.catalog.Topics;
import dev.skein.schemas.trend.Trend;
import dev.skein.schemas.trend.Trends;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skein bench trends}. */
@Command(
        name = "trends",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How many tweets a second the trends keep up with, and how fast they are answered.",
            "",
            "Tweets are written to their topic while the query instance is held; the time is taken from letting it go"
                    + " until all are counted and committed. Then the day's list is compared with an exact count. Half of"
                    + " the tweets carry one or two hashtags, by Zipf's law out of a million.",
            ""
        })
public final class TrendsCommand implements Callable<Integer> {
    private static final int TAGS = 1_000_000;
    private static final int TOP = 100;
    private static final int WARM_UPS = 2;
    /** Of the last transactions, in all partitions. */
    private static final int MARKERS = 16;

    private static final List<String> LANGUAGES = List.of("en", "pt-BR", "ja", "de");
    private static final double PEOPLE_ERROR = 0.1;
    private static final double TWEETS_WHILE_ASKED = 10_000;
    private static final Duration ROUND_MAX = Duration.ofMinutes(5);
    private static final long HIGHEST_MICROS = Duration.ofSeconds(60).toNanos() / 1_000;

    @Mixin
    private MarkOptions options = new MarkOptions();

    @Option(names = "--tweets", paramLabel = "N", description = "Of a round (default: 500,000; quick: 50,000).")
    private int tweets;

    private final Map<String, Long> uses = new HashMap<>();
    private final Map<String, Set<Integer>> people = new HashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.measure(this::measure);
    }

    private void measure(Population population, SplittableRandom random, Results results, PrintStream out)
            throws IOException, InterruptedException {
        int each = tweets > 0 ? tweets : options.quick ? 50_000 : 500_000;
        try (Stage stage = Stage.start(4, Map.of("skein.applications", "trends"), options.queryOptions, out);
                EventWriter writer = new EventWriter(population, stage);
                Tail<String, Trends> lists = new Tail<>(stage, Topics.TRENDS, 1);
                HttpLoop loop = new HttpLoop(4, Duration.ofSeconds(20))) {
            for (int round = 1 - WARM_UPS; round <= options.rounds(); round++) {
                if (round == 1) {
                    Recording.start(stage, options.profile);
                }
                round(stage, writer, lists, random, each, round, results, out);
            }
            for (int round = 1 - WARM_UPS; round <= options.rounds(); round++) {
                answers(stage, writer, loop, random, round, results, out);
            }
            Recording.stop(stage, options.profile);
        }
    }

    private void round(
            Stage stage,
            EventWriter writer,
            Tail<String, Trends> lists,
            SplittableRandom random,
            int each,
            int round,
            Results results,
            PrintStream out)
            throws IOException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>(each);
        while (events.size() < each) {
            events.add(tweet(writer, random));
        }
        List<String> most = uses.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(TOP / 2)
                .map(Map.Entry::getKey)
                .toList();
        Drain drain = new Drain(stage);
        stage.hold();
        writer.write(events);
        double cpuBefore = stage.cpuMicrosOfAll();
        long begin = System.nanoTime();
        stage.letGo();
        drain.await(App.TRENDS, Topics.TWEETS.name(), ROUND_MAX, left -> {});
        long done = awaitCounted(drain);
        double cpu = (stage.cpuMicrosOfAll() - cpuBefore) / each;
        check(lists, most);
        double perSecond = each / ((done - begin) / 1e9);
        out.printf(
                Locale.ROOT,
                "%s: %,d tweets, %,d hashtags so far, %,.0f tweets a second, %.1f µs of CPU each; the top is right%n",
                round > 0 ? "round " + round : "warm-up",
                each,
                uses.size(),
                perSecond,
                cpu);
        if (round > 0) {
            results.add("trends.tweets_per_second", "1/s", perSecond);
            results.add("trends.cpu_micros_per_tweet", "µs", cpu);
        }
    }

    /** Makes a tweet, and counts it. */
    private ProducerRecord<byte[], byte[]> tweet(EventWriter writer, SplittableRandom random) {
        int author = random.nextInt(writer.population().people());
        List<String> hashtags = new ArrayList<>(2);
        for (int wanted = random.nextInt(4) - 1; wanted > 0; wanted--) {
            String tag = "tag" + (int) Math.pow(TAGS, random.nextDouble());
            if (!hashtags.contains(tag)) {
                hashtags.add(tag);
                uses.merge(tag, 1L, Long::sum);
                people.computeIfAbsent(tag, t -> new HashSet<>(2)).add(author);
            }
        }
        String text = "Somebody says something, as somebody always does " + String.join(" #", hashtags);
        long id = writer.nextId(writer.population().id(author));
        return writer.tweet(author, id, text, hashtags, LANGUAGES.get(author % LANGUAGES.size()));
    }

    /**
     * Until all sums are counted. The ends of transactions lie in the topic as well, and those that come last are not
     * committed: what is left must be no more than they.
     */
    private static long awaitCounted(Drain drain) throws InterruptedException {
        String sums = "-counts-by-hashtag-repartition";
        long deadline = System.nanoTime() + ROUND_MAX.toNanos();
        while (drain.lag(App.TRENDS.id("skein"), App.TRENDS.id("skein") + sums) > MARKERS) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the sums are not counted");
            }
            Drain.pause(Duration.ofMillis(20));
        }
        return System.nanoTime();
    }

    /** Until the list of the day is the one of an exact count. */
    private void check(Tail<String, Trends> lists, List<String> most) throws IOException {
        long deadline = System.nanoTime() + ROUND_MAX.toNanos();
        List<String> wrong = new ArrayList<>(List.of("nothing was told"));
        while (!wrong.get(wrong.size() - 1).isEmpty()) {
            lists.read((key, list) -> {
                if (list != null && key.equals("24h")) {
                    wrong.add(difference(list, most));
                }
            });
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the trends do not become what they should be: " + wrong.get(wrong.size() - 1));
            }
        }
    }

    /** What is wrong with a list, or "". */
    private String difference(Trends list, List<String> most) {
        Map<String, Trend> told = new HashMap<>();
        list.getHashtags().forEach(trend -> told.put(trend.getHashtag(), trend));
        for (String tag : most) {
            if (!told.containsKey(tag)) {
                return "#" + tag + " is missing";
            }
        }
        for (Trend trend : told.values()) {
            long exact = uses.getOrDefault(trend.getHashtag(), 0L);
            int authors = people.getOrDefault(trend.getHashtag(), Set.of()).size();
            if (trend.getUses() != exact || Math.abs(trend.getAuthors() - authors) > 1 + PEOPLE_ERROR * authors) {
                return trend + " has " + exact + " uses by " + authors;
            }
        }
        return told.size() == TOP ? "" : told.size() + " hashtags";
    }

    /** Asks one question after the other, while tweets are written. */
    private void answers(
            Stage stage,
            EventWriter writer,
            HttpLoop loop,
            SplittableRandom random,
            int round,
            Results results,
            PrintStream out)
            throws InterruptedException {
        Origin origin = Origin.parse(stage.system().query(1).toString());
        List<Request> questions =
                List.of(question(origin, "1h", null), question(origin, "24h", null), question(origin, "24h", "en"));
        Histogram micros = new Histogram(HIGHEST_MICROS, 3);
        // Java optimizes a route when it was called some twenty thousand times.
        int asked = (options.quick ? 1_000 : 20_000) * (round > 0 ? 1 : 2);
        try (SteadyLoad load =
                new SteadyLoad(writer, random.split(), TWEETS_WHILE_ASKED, Long.MAX_VALUE, (author, id, due) -> {})) {
            load.start();
            for (int i = 0; i < asked; i++) {
                long begin = System.nanoTime();
                var answer = loop.call(questions.get(i % questions.size()));
                micros.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - begin) / 1_000));
                if (!answer.ok() || Json.tree(answer).path("data").isEmpty()) {
                    throw new CallFailedException("asking for trends", answer);
                }
            }
        }
        double p99 = micros.getValueAtPercentile(99) / 1e3;
        out.printf(
                Locale.ROOT,
                "%s: %,d answers of a hundred hashtags, p50 %.2f ms, p99 %.2f ms%n",
                round > 0 ? "round " + round : "warm-up",
                asked,
                micros.getValueAtPercentile(50) / 1e3,
                p99);
        if (round > 0) {
            results.add("trends.answer_p99_ms", "ms", p99);
        }
    }

    private static Request question(Origin origin, String window, @Nullable String lang) {
        return Request.of(
                origin,
                "GET",
                "/v1/trends?limit=100&window=" + window + (lang == null ? "" : "&lang=" + lang),
                Credential.NONE);
    }
}
