package dev.skein.bench.marks;

import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Request;
import dev.skein.bench.load.Probe;
import dev.skein.bench.load.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skein bench latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long it takes from a post until a follower reads it, while others post at half the rate that can be"
                    + " carried.",
            "",
            "First the maximum is measured as by `bench fanout`. Then tweets are written to their topic at half of it,"
                    + " and now and then one is followed: from the moment at which it is due until a page that a follower"
                    + " reads over HTTP holds it.",
            ""
        })
public final class LatencyCommand implements Callable<Integer> {
    private static final double PROBES_PER_SECOND = 10;
    /** A steady load takes other ways than bursts do: warm-ups come nearer to it, while the compiler is busy. */
    private static final int STEPS = 3;
    /** Then there are more of them, as long as it takes more of a processor than this. */
    private static final double COMPILER_SHARE_MAX = 0.05;

    private static final int WARM_UPS_MAX = 10;

    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration PROBE_MAX = Duration.ofSeconds(20);
    private static final long HIGHEST_MICROS = Duration.ofSeconds(60).toNanos() / 1_000;

    @Mixin
    private MarkOptions options = new MarkOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.measure(this::measure);
    }

    private void measure(Population population, SplittableRandom random, Results results, PrintStream out)
            throws IOException, InterruptedException {
        out.println(population.describe());
        try (Tokens tokens = Tokens.start();
                Stage stage = Stage.start(4, Map.of("skein.jwks.url", tokens.address()), options.queryOptions, out);
                EventWriter writer = new EventWriter(population, stage);
                HttpLoop loop = new HttpLoop(64, Duration.ofSeconds(20))) {
            new KnownGraph(stage, writer).load(out);
            Rounds rounds = new Rounds(stage, writer, random, out);
            Request[] pages = tokens.pages(population, stage);
            rounds.round(options.deliveries(), "warm-up");
            double most = 0;
            for (int round = 0; round < 2; round++) {
                most = Math.max(
                        most, rounds.round(options.deliveries(), "maximum").tweetsPerSecond());
            }
            Sample.check(loop, population.people(), reader -> pages[reader], rounds, random, out);
            Duration time = Duration.ofSeconds(options.quick ? 5 : 20);
            warmUp(most / 2, time, stage, writer, loop, pages, random, out);
            Recording.start(stage, options.profile);
            for (int round = 1; round <= options.rounds(); round++) {
                Round measured = measure("round " + round, most / 2, time, writer, loop, pages, random, out);
                results.add("latency.post_to_readable_p50_ms", "ms", measured.p50Millis());
                results.add("latency.post_to_readable_p99_ms", "ms", measured.p99Millis());
                results.add("latency.tweets_per_second", "1/s", measured.tweetsPerSecond());
            }
            Recording.stop(stage, options.profile);
        }
    }

    private static void warmUp(
            double tweetsPerSecond,
            Duration time,
            Stage stage,
            EventWriter writer,
            HttpLoop loop,
            Request[] pages,
            SplittableRandom random,
            PrintStream out)
            throws InterruptedException {
        double share = 1;
        for (int step = 1; step <= STEPS || (share > COMPILER_SHARE_MAX && step <= WARM_UPS_MAX); step++) {
            double before = stage.compilerMicros();
            long begin = System.nanoTime();
            Round unused = measure(
                    "warm-up",
                    tweetsPerSecond * Math.min(1, (double) step / STEPS),
                    time,
                    writer,
                    loop,
                    pages,
                    random,
                    out);
            share = (stage.compilerMicros() - before) / ((System.nanoTime() - begin) / 1e3);
        }
        out.printf(Locale.ROOT, "the query instance's compilers take %.0f %% of a processor%n", 100 * share);
    }

    private record Round(double tweetsPerSecond, double p50Millis, double p99Millis) {}

    private static Round measure(
            String name,
            double tweetsPerSecond,
            Duration time,
            EventWriter writer,
            HttpLoop loop,
            Request[] pages,
            SplittableRandom random,
            PrintStream out)
            throws InterruptedException {
        Histogram micros = new Histogram(HIGHEST_MICROS, 3);
        AtomicInteger open = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        Population population = writer.population();
        SplittableRandom followers = random.split();
        SteadyLoad.Taker taker = (author, id, dueNanos) -> {
            int count = population.graph().followersOf(author);
            int reader = count == 0 ? author : population.graph().follower(author, followers.nextInt(count));
            open.incrementAndGet();
            loop.execute(() -> Probe.start(loop, pages[reader], id, PAUSE, PROBE_MAX, found -> {
                if (found) {
                    micros.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - dueNanos) / 1_000));
                } else {
                    out.printf("not readable: tweet %d by %d for %d%n", id, author, population.id(reader));
                    lost.incrementAndGet();
                }
                open.decrementAndGet();
            }));
        };
        double written;
        try (SteadyLoad load = new SteadyLoad(
                writer,
                random.split(),
                tweetsPerSecond,
                Math.max(1, (long) (tweetsPerSecond / PROBES_PER_SECOND)),
                taker)) {
            load.start();
            Drain.pause(time);
            written = load.perSecond();
        }
        while (open.get() > 0) {
            Drain.pause(PAUSE);
        }
        if (lost.get() > 0) {
            throw new CallFailedException(lost + " tweets were not readable after " + PROBE_MAX.toSeconds() + " s");
        }
        double p50 = micros.getValueAtPercentile(50) / 1e3;
        double p99 = micros.getValueAtPercentile(99) / 1e3;
        out.printf(
                Locale.ROOT,
                "%s: at %,.0f tweets a second p50 %.1f ms, p99 %.1f ms, max %.1f ms of %,d probes%n",
                name,
                written,
                p50,
                p99,
                micros.getMaxValue() / 1e3,
                micros.getTotalCount());
        return new Round(written, p50, p99);
    }
}
