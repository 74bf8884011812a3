package dev.skein.bench.load;

import com.sun.management.OperatingSystemMXBean;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Settling;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** A machine that has worked off what it was given: between phases, so that none pays for the one before. */
final class Rest {
    /** Of all processors: what a system that waits takes, and as much again. */
    private static final double BUSY_MAX = 0.5;

    private static final int LOOKS = 5;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private Rest() {}

    /**
     * Waits until the machine was half idle for five seconds in a row.
     *
     * @param max to wait: a machine with other work never rests, and what is measured then is measured beside it
     * @return how long it took
     */
    static Duration await(HttpLoop loop, Duration max) {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long started = System.nanoTime();
        // The first look begins the interval of which the next one tells.
        machine.getCpuLoad();
        int idle = 0;
        Duration waited = Duration.ZERO;
        while (idle < LOOKS && waited.compareTo(max) < 0) {
            Settling.pause(loop, LOOK_EVERY);
            idle = machine.getCpuLoad() < BUSY_MAX ? idle + 1 : 0;
            waited = Duration.ofNanos(System.nanoTime() - started);
        }
        return waited;
    }
}
