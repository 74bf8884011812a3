package dev.skein.bench.load;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.Api;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Settling;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Finds when all posts of a round are readable, and whether what is readable is right. */
final class Delivered {
    /** The last posts of a round, of authors in every partition: those before them are delivered before them. */
    private static final int LAST_POSTS = 50;

    private static final int READERS_CHECKED = 20;
    /** Little against a round, and long enough that looking does not cost what is being measured. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration MAX = Duration.ofMinutes(2);

    private final HttpLoop loop;
    private final World world;
    private final SplittableRandom random;

    Delivered(HttpLoop loop, World world, SplittableRandom random) {
        this.loop = loop;
        this.world = world;
        this.random = random;
    }

    /** Waits until followers of the last authors can read their posts; answers when, or null after too long. */
    @Nullable
    Long readableNanos(PostPhase.Round round) {
        return loop.await(result -> new Wait(round, result).start());
    }

    /** Compares the home timelines of some readers with what was posted; answers what is wrong, or "". */
    String differences() {
        int[] readers = random.ints(READERS_CHECKED, 0, world.graph().people()).toArray();
        Map<Integer, int[]> followees = world.followees(readers);
        for (int reader : readers) {
            long[] expected = world.newestFor(reader, followees.getOrDefault(reader, new int[0]), Api.PAGE_MAX);
            long[] shown = home(reader);
            long deadline = System.nanoTime() + MAX.toNanos();
            while (!Arrays.equals(expected, shown) && System.nanoTime() - deadline < 0) {
                Settling.pause(loop, PAUSE);
                shown = home(reader);
            }
            if (!Arrays.equals(expected, shown)) {
                return "a home timeline shows " + Arrays.toString(Arrays.copyOf(shown, Math.min(5, shown.length)))
                        + "… and should show "
                        + Arrays.toString(Arrays.copyOf(expected, Math.min(5, expected.length))) + "…";
            }
        }
        return "";
    }

    private long[] home(int reader) {
        Answer answer = loop.call(world.api().home(world.session(reader), Api.PAGE_MAX));
        return answer.ok()
                ? Json.ids(answer).stream().mapToLong(Long::longValue).toArray()
                : LongStream.empty().toArray();
    }

    private final class Wait {
        private final PostPhase.Round round;
        private final CompletableFuture<@Nullable Long> result;
        private int open = 1;
        private boolean late;

        Wait(PostPhase.Round round, CompletableFuture<@Nullable Long> result) {
            this.round = round;
            this.result = result;
        }

        void start() {
            int size = round.tweetIds().size();
            for (int i = Math.max(0, size - LAST_POSTS); i < size; i++) {
                int author = round.authors().getInt(i);
                int followers = world.graph().followersOf(author);
                if (followers > 0) {
                    int reader = world.graph().follower(author, random.nextInt(followers));
                    open++;
                    Probe.start(
                            loop,
                            world.api().home(world.session(reader), Api.PAGE_MAX),
                            round.tweetIds().getLong(i),
                            PAUSE,
                            MAX,
                            this::found);
                }
            }
            found(true);
        }

        private void found(boolean inTime) {
            late |= !inTime;
            if (--open == 0) {
                result.complete(late ? null : System.nanoTime());
            }
        }
    }
}
