package dev.skein.bench.load;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * Posts at a steady rate and measures how long some followers wait: from the moment at which a post should be sent (so a
 * system that stalls is charged for it) until an answer with the tweet in it has come. What it takes to ask again is part
 * of that, about three milliseconds or a tenth.
 */
final class LatencyPhase {
    /**
     * What was measured.
     *
     * @param micros from post to readable, in microseconds
     * @param lost probes that never found their tweet, and posts that were refused
     * @param perSecond posts accepted
     */
    record Round(Histogram micros, int lost, double perSecond) {}

    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration PAUSE = Duration.ofMillis(2);
    /** So many that what is looked for does not leave the page before it is found, at any rate that this graph can have. */
    private static final int PAGE = 50;

    private static final Duration PROBE_MAX = Duration.ofSeconds(20);
    private static final long HIGHEST_MICROS = Duration.ofSeconds(60).toNanos() / 1_000;
    private static final int DIGITS = 3;

    private final HttpLoop loop;
    private final World world;
    private final SplittableRandom random;
    private final CompletableFuture<Round> finished;
    private final Histogram micros = new Histogram(HIGHEST_MICROS, DIGITS);
    private final double perSecond;
    private final int probeEvery;
    private final long startedNanos = System.nanoTime();
    private final long count;
    private long sent;
    private long accepted;
    private int open;
    private int lost;

    private LatencyPhase(
            HttpLoop loop,
            World world,
            Duration time,
            double perSecond,
            double probesPerSecond,
            SplittableRandom random,
            CompletableFuture<Round> finished) {
        this.loop = loop;
        this.world = world;
        this.random = random;
        this.finished = finished;
        this.perSecond = perSecond;
        this.probeEvery = (int) Math.max(1, perSecond / probesPerSecond);
        this.count = (long) (perSecond * time.toNanos() / 1e9);
    }

    /** Posts for a while. */
    static Round run(
            HttpLoop loop,
            World world,
            Duration time,
            double perSecond,
            double probesPerSecond,
            SplittableRandom random) {
        return loop.await(
                finished -> new LatencyPhase(loop, world, time, perSecond, probesPerSecond, random, finished).tick());
    }

    private void tick() {
        long due = 1 + (long) ((System.nanoTime() - startedNanos) / 1e9 * perSecond);
        while (sent < Math.min(due, count)) {
            post(startedNanos + (long) (sent * 1e9 / perSecond), sent % probeEvery == 0);
            sent++;
        }
        if (sent < count) {
            loop.after(TICK, this::tick);
        } else {
            endIfIdle();
        }
    }

    private void post(long dueNanos, boolean probe) {
        int author = random.nextInt(world.graph().people());
        while (probe && world.graph().followersOf(author) == 0) {
            author = random.nextInt(world.graph().people());
        }
        int by = author;
        open++;
        loop.send(
                world.api().post(world.session(by), PostPhase.text(random), 0, 0, null),
                answer -> answered(by, dueNanos, probe, answer));
    }

    private void answered(int author, long dueNanos, boolean probe, Answer answer) {
        if (!answer.ok()) {
            lost++;
        } else {
            accepted++;
            long id = Json.id(answer);
            world.posted(author, id);
            if (probe) {
                int reader = world.graph()
                        .follower(author, random.nextInt(world.graph().followersOf(author)));
                Probe.start(
                        loop,
                        world.api().home(world.session(reader), PAGE),
                        id,
                        PAUSE,
                        PROBE_MAX,
                        found -> found(found, dueNanos));
                return;
            }
        }
        open--;
        endIfIdle();
    }

    private void found(boolean found, long dueNanos) {
        if (found) {
            micros.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - dueNanos) / 1_000));
        } else {
            lost++;
        }
        open--;
        endIfIdle();
    }

    private void endIfIdle() {
        if (sent == count && open == 0 && !finished.isDone()) {
            finished.complete(new Round(micros, lost, accepted / ((System.nanoTime() - startedNanos) / 1e9)));
        }
    }
}
