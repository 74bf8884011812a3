package dev.skein.bench.marks;

import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Request;
import dev.skein.bench.load.Probe;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/** Lets tweets be delivered on a stage as they come, at a steady rate, and looks for some of them. */
final class SteadyRounds {
    private static final double PROBES_PER_SECOND = 10;
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration PROBE_MAX = Duration.ofSeconds(20);
    private static final long HIGHEST_MICROS = Duration.ofSeconds(60).toNanos() / 1_000;

    private final Stage stage;
    private final EventWriter writer;
    private final HttpLoop loop;
    private final Request[] pages;
    private final Duration time;
    private final SplittableRandom random;
    private final PrintStream out;

    /**
     * None yet.
     *
     * @param pages of each reader
     * @param time of a round
     */
    SteadyRounds(
            Stage stage,
            EventWriter writer,
            HttpLoop loop,
            Request[] pages,
            Duration time,
            SplittableRandom random,
            PrintStream out) {
        this.stage = stage;
        this.writer = writer;
        this.loop = loop;
        this.pages = pages;
        this.time = time;
        this.random = random;
        this.out = out;
    }

    /** Comes to a rate, and stays there until compilers rest: a steady load takes other ways than bursts do. */
    void warmUp(double tweetsPerSecond) throws IOException, InterruptedException {
        WarmUp.run(stage, out, step -> {
            Round unused = round(tweetsPerSecond * Math.min(1, (double) step / WarmUp.STEPS), "warm-up");
        });
    }

    /**
     * What a round came to.
     *
     * @param p50Millis from when a tweet was due until it was read
     * @param p99Millis the same
     */
    record Round(double tweetsPerSecond, double p50Millis, double p99Millis) {}

    Round round(double tweetsPerSecond, String name) throws InterruptedException {
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
