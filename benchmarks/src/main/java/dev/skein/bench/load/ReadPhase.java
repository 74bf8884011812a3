package dev.skein.bench.load;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.HttpLoop;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads the home timelines of people at random, each connection asking for the next as soon as it has an answer. */
final class ReadPhase {
    /**
     * What was answered.
     *
     * @param failure one of the answers that were no page, or null
     */
    record Round(int pages, double seconds, int failed, @Nullable String failure) {
        double perSecond() {
            return pages / seconds;
        }
    }

    /** A page as a client shows it. */
    static final int PAGE = 20;

    private final HttpLoop loop;
    private final World world;
    private final SplittableRandom random;
    private final CompletableFuture<Round> finished;
    private final long startedNanos = System.nanoTime();
    private final long endNanos;
    private int inFlight;
    private int pages;
    private int failed;
    private @Nullable String failure;

    private ReadPhase(
            HttpLoop loop, World world, Duration time, SplittableRandom random, CompletableFuture<Round> finished) {
        this.loop = loop;
        this.world = world;
        this.random = random;
        this.finished = finished;
        endNanos = startedNanos + time.toNanos();
    }

    /** Reads for a while over a number of connections. */
    static Round run(HttpLoop loop, World world, Duration time, int connections, SplittableRandom random) {
        return loop.await(finished -> {
            ReadPhase phase = new ReadPhase(loop, world, time, random, finished);
            for (int i = 0; i < connections; i++) {
                phase.next();
            }
        });
    }

    private void next() {
        long now = System.nanoTime();
        if (now - endNanos < 0) {
            inFlight++;
            int reader = random.nextInt(world.graph().people());
            loop.send(world.api().home(world.session(reader), PAGE), this::answered);
        } else if (inFlight == 0) {
            finished.complete(new Round(pages, (now - startedNanos) / 1e9, failed, failure));
        }
    }

    private void answered(Answer answer) {
        inFlight--;
        if (answer.ok()) {
            pages++;
        } else {
            failed++;
            failure = answer.describe();
        }
        next();
    }
}
