package dev.skein.local.system;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what tells nobody when it happens: processes that are not our children, servers that start. */
final class Waiting {

    private Waiting() {}

    /** Whether it came true within the time. */
    static boolean until(BooleanSupplier condition, Duration pause, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            pause(pause);
        }
        return true;
    }

    private static void pause(Duration pause) throws InterruptedException {
        // Nobody counts it down: an interruptible pause, nothing more.
        boolean counted = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
        if (counted) {
            throw new IllegalStateException("nobody counts this down");
        }
    }
}
