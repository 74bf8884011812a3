package dev.skein.bench.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Waits until what was accepted has been applied. */
public final class Settling {
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(100);

    private Settling() {}

    /**
     * Waits until people have as many followers as they should.
     *
     * @param followers user id → how many
     * @param stopped whether to wait no longer
     * @return whether all have
     */
    public static boolean awaitFollowers(
            HttpLoop loop, Api api, Map<Long, Integer> followers, Duration max, BooleanSupplier stopped) {
        long deadline = System.nanoTime() + max.toNanos();
        for (Map.Entry<Long, Integer> expected : followers.entrySet()) {
            while (followersOf(loop, api, expected.getKey()) < expected.getValue()) {
                if (stopped.getAsBoolean() || System.nanoTime() - deadline > 0) {
                    return false;
                }
                pause(loop, ASK_AGAIN_AFTER);
            }
        }
        return true;
    }

    /** Lets time pass, on another thread than the loop's. */
    public static void pause(HttpLoop loop, Duration time) {
        loop.<Boolean>await((CompletableFuture<Boolean> passed) -> loop.after(time, () -> passed.complete(true)));
    }

    private static long followersOf(HttpLoop loop, Api api, long userId) {
        Answer answer = loop.call(api.user(userId));
        return answer.ok() ? Json.tree(answer).path("followers").asLong(-1) : -1;
    }
}
