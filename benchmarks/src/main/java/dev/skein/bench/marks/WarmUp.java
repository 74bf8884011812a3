package dev.skein.bench.marks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** Warms broker and query instance of a stage up, until the compilers of their Java code rest. */
final class WarmUp {
    /** At least so many, since compilers rest as well before they have begun. */
    static final int STEPS = 3;

    private static final int STEPS_MAX = 10;

    /** Of a processor: they rest when they take less. */
    private static final double COMPILER_SHARE_MAX = 0.05;

    private WarmUp() {}

    /** A part of a warm-up, long enough to tell by it whether compilers rest. */
    @FunctionalInterface
    interface Step {
        /**
         * Does what is to be compiled.
         *
         * @param step from 1 on
         */
        void run(int step) throws IOException, InterruptedException;
    }

    static void run(Stage stage, PrintStream out, Step action) throws IOException, InterruptedException {
        double share = 1;
        for (int step = 1; step <= STEPS || (share > COMPILER_SHARE_MAX && step <= STEPS_MAX); step++) {
            double before = compilerMicros(stage);
            long begin = System.nanoTime();
            action.run(step);
            share = (compilerMicros(stage) - before) / ((System.nanoTime() - begin) / 1e3);
        }
        out.printf(
                Locale.ROOT, "the compilers of broker and query instance take %.0f %% of a processor%n", 100 * share);
    }

    private static double compilerMicros(Stage stage) {
        return ProcessTimes.compilerMicros(stage.pid(Servers.KAFKA))
                + ProcessTimes.compilerMicros(stage.pid(Servers.QUERY));
    }
}
