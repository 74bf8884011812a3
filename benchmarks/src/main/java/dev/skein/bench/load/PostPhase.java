package dev.skein.bench.load;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;
import org.jspecify.annotations.Nullable;

/** Posts by people at random, each connection sending the next as soon as it has an answer. */
final class PostPhase {
    /**
     * What was accepted, in the order of the answers.
     *
     * @param startedNanos when the first was sent, on the scale of {@link System#nanoTime()}
     * @param endedNanos when the last answer came
     * @param deliveries followers of all authors together
     * @param failure one of the answers that were no acceptance, or null
     */
    record Round(
            long startedNanos,
            long endedNanos,
            LongArrayList tweetIds,
            IntArrayList authors,
            long deliveries,
            int failed,
            @Nullable String failure) {

        double perSecond() {
            return tweetIds.size() / ((endedNanos - startedNanos) / 1e9);
        }
    }

    private static final int SPREAD = 1 << 20;

    private final HttpLoop loop;
    private final World world;
    private final SplittableRandom random;
    private final CompletableFuture<Round> finished;
    private final LongArrayList tweetIds = new LongArrayList();
    private final IntArrayList authors = new IntArrayList();
    private final long startedNanos = System.nanoTime();
    private final long endNanos;
    private long deliveries;
    private int inFlight;
    private int failed;
    private @Nullable String failure;

    private PostPhase(
            HttpLoop loop, World world, Duration time, SplittableRandom random, CompletableFuture<Round> finished) {
        this.loop = loop;
        this.world = world;
        this.random = random;
        this.finished = finished;
        endNanos = startedNanos + time.toNanos();
    }

    /** Posts for a while over a number of connections. */
    static Round run(HttpLoop loop, World world, Duration time, int connections, SplittableRandom random) {
        return loop.await(finished -> {
            PostPhase phase = new PostPhase(loop, world, time, random, finished);
            for (int i = 0; i < connections; i++) {
                phase.next();
            }
        });
    }

    /** What someone says: as long as tweets are, some with a hashtag. */
    static String text(SplittableRandom random) {
        int number = random.nextInt(SPREAD);
        String text = "Round the lake and back before the ice breaks, lap " + number + " of many more";
        return number % 4 == 0 ? text + " #topic" + Integer.numberOfTrailingZeros(number | SPREAD) : text;
    }

    private void next() {
        if (System.nanoTime() - endNanos >= 0) {
            if (inFlight == 0) {
                finished.complete(
                        new Round(startedNanos, System.nanoTime(), tweetIds, authors, deliveries, failed, failure));
            }
            return;
        }
        int author = random.nextInt(world.graph().people());
        inFlight++;
        loop.send(
                world.api().post(world.session(author), text(random), 0, 0, null), answer -> answered(author, answer));
    }

    private void answered(int author, Answer answer) {
        inFlight--;
        if (answer.ok()) {
            long id = Json.id(answer);
            tweetIds.addLong(id);
            authors.addInt(author);
            deliveries += world.graph().followersOf(author);
            world.posted(author, id);
        } else {
            failed++;
            failure = answer.describe();
        }
        next();
    }
}
