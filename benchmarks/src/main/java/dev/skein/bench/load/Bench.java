package dev.skein.bench.load;

import dev.skein.bench.client.Api;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The rounds, one after the other. */
final class Bench {
    /**
     * How much is done.
     *
     * @param people in the graph
     * @param meanFollowers of the graph
     * @param mostFollowers of the graph
     * @param rounds of each phase
     * @param time of each round
     * @param warmUp before the first round of posts; half as long before the first of reads
     * @param restMax how long to wait between phases for the machine to be half idle
     * @param connections in a phase that goes as fast as it can
     * @param probesPerSecond of the latency phase
     * @param seed of all that is random
     */
    record Settings(
            int people,
            double meanFollowers,
            int mostFollowers,
            int rounds,
            Duration time,
            Duration warmUp,
            Duration restMax,
            int connections,
            double probesPerSecond,
            long seed) {}

    /** Posts a second that are to be carried, which come to 150,000 deliveries. */
    private static final double MARKED_POSTS = 2_000;

    private final Settings settings;
    private final HttpLoop loop;
    private final World world;
    private final PrintStream out;
    private final SplittableRandom random;
    private final Results results = new Results();

    private Bench(Settings settings, HttpLoop loop, World world, PrintStream out) {
        this.settings = settings;
        this.loop = loop;
        this.world = world;
        this.out = out;
        this.random = new SplittableRandom(settings.seed());
    }

    /**
     * Runs all phases.
     *
     * @throws CallFailedException where what is readable is not right: speed would mean nothing then
     */
    static Results run(
            Settings settings, HttpLoop loop, Api api, String operatorToken, String prefix, PrintStream out) {
        Graph graph =
                Graph.powerLaw(settings.people(), settings.meanFollowers(), settings.mostFollowers(), settings.seed());
        out.printf(
                Locale.ROOT,
                "%,d people, %,d follow edges: %.1f followers in the mean, %,d at most%n",
                graph.people(),
                graph.edges(),
                (double) graph.edges() / graph.people(),
                most(graph));
        World world = World.build(loop, api, operatorToken, graph, prefix, out);
        Bench bench = new Bench(settings, loop, world, out);
        bench.posts();
        bench.rest();
        bench.reads();
        bench.rest();
        bench.latency();
        return bench.results;
    }

    private void posts() {
        Delivered delivered = new Delivered(loop, world, random);
        for (int round = 0; round <= settings.rounds(); round++) {
            Duration time = round == 0 ? settings.warmUp() : settings.time();
            PostPhase.Round posted = PostPhase.run(loop, world, time, settings.connections(), random);
            Long readableNanos = delivered.readableNanos(posted);
            if (readableNanos == null) {
                throw new CallFailedException("what was posted cannot be read after two minutes");
            }
            double seconds = (readableNanos - posted.startedNanos()) / 1e9;
            double deliveries = posted.deliveries() / seconds;
            String wrong = delivered.differences();
            if (!wrong.isEmpty()) {
                throw new CallFailedException(wrong);
            }
            out.printf(
                    Locale.ROOT,
                    "%s: %,d posts accepted, %,.0f a second; %,.0f deliveries a second, the last readable %,d ms after"
                            + " the last answer%s%n",
                    name("posts", round),
                    posted.tweetIds().size(),
                    posted.perSecond(),
                    deliveries,
                    (readableNanos - posted.endedNanos()) / 1_000_000,
                    refused(posted.failed(), posted.failure()));
            if (round > 0) {
                results.add("load.posts_per_second", "1/s", posted.perSecond());
                results.add("load.deliveries_per_second", "1/s", deliveries);
            }
        }
    }

    /** What the posts left to search, archive and counters is no part of what comes next. */
    private void rest() {
        Duration waited = Rest.await(loop, settings.restMax());
        out.printf(Locale.ROOT, "the machine rests after %d s%n", waited.toSeconds());
    }

    private void reads() {
        for (int round = 0; round <= settings.rounds(); round++) {
            Duration time = round == 0 ? settings.warmUp().dividedBy(2) : settings.time();
            ReadPhase.Round read = ReadPhase.run(loop, world, time, settings.connections(), random);
            out.printf(
                    Locale.ROOT,
                    "%s: %,d pages of %d, %,.0f a second%s%n",
                    name("reads", round),
                    read.pages(),
                    ReadPhase.PAGE,
                    read.perSecond(),
                    refused(read.failed(), read.failure()));
            if (round > 0) {
                results.add("load.reads_per_second", "1/s", read.perSecond());
            }
        }
    }

    /**
     * At half of what is carried to the end, for more may be accepted for a while, but waits its turn; and at half of what is
     * to be carried where that is less.
     */
    private void latency() {
        double carried = results.median("load.deliveries_per_second") / settings.meanFollowers();
        double rate = Math.min(MARKED_POSTS, Math.min(results.median("load.posts_per_second"), carried)) / 2;
        for (int round = 0; round <= settings.rounds(); round++) {
            Duration time = round == 0 ? settings.warmUp().dividedBy(3) : settings.time();
            LatencyPhase.Round measured = LatencyPhase.run(loop, world, time, rate, settings.probesPerSecond(), random);
            Histogram micros = measured.micros();
            double p50 = micros.getValueAtPercentile(50) / 1e3;
            double p99 = micros.getValueAtPercentile(99) / 1e3;
            double max = micros.getMaxValue() / 1e3;
            out.printf(
                    Locale.ROOT,
                    "%s: at %,.0f posts a second, post to readable p50 %.1f ms, p99 %.1f ms, max %.1f ms of %,d probes%s%n",
                    name("latency", round),
                    measured.perSecond(),
                    p50,
                    p99,
                    max,
                    micros.getTotalCount(),
                    measured.lost() == 0 ? "" : "; " + measured.lost() + " refused or never seen");
            if (round > 0) {
                results.add("latency.post_to_readable_p50_ms", "ms", p50);
                results.add("latency.post_to_readable_p99_ms", "ms", p99);
                results.add("latency.post_to_readable_max_ms", "ms", max);
            }
        }
    }

    private static String name(String phase, int round) {
        return phase + (round == 0 ? ", warm-up" : ", round " + round);
    }

    private static String refused(int count, @Nullable String example) {
        return count == 0 ? "" : "; " + count + " refused, such as " + example;
    }

    private static int most(Graph graph) {
        int most = 0;
        for (int person = 0; person < graph.people(); person++) {
            most = Math.max(most, graph.followersOf(person));
        }
        return most;
    }
}
