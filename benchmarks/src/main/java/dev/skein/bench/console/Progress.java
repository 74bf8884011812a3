package dev.skein.bench.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far something is: done, rate, time left. */
public final class Progress implements AutoCloseable {
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);

    private final String what;
    private final String unit;
    private final long total;
    private final PrintStream out;
    private final LongSupplier nanoClock;
    private final long startedNanos;
    private final @Nullable ProgressBar bar;
    private long startedAt;
    private long done;
    private long lineNanos;

    private Progress(
            String what, String unit, long total, PrintStream out, LongSupplier nanoClock, @Nullable ProgressBar bar) {
        this.what = what;
        this.unit = unit;
        this.total = total;
        this.out = out;
        this.nanoClock = nanoClock;
        this.bar = bar;
        this.startedNanos = nanoClock.getAsLong();
        this.lineNanos = startedNanos;
    }

    /** A bar on a terminal, else a line every ten seconds. */
    public static Progress start(String what, String unit, long total, PrintStream out) {
        return noTerminal()
                ? lines(what, unit, total, out, System::nanoTime)
                : new Progress(what, unit, total, out, System::nanoTime, bar(what, unit, total));
    }

    /** Null is what Java 17 says; from 22 on there is a console that is no terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean noTerminal() {
        return System.console() == null;
    }

    static Progress lines(String what, String unit, long total, PrintStream out, LongSupplier nanoClock) {
        return new Progress(what, unit, total, out, nanoClock, null);
    }

    /** What was done before, by an earlier run: it does not count for the rate. */
    public void startAt(long count) {
        startedAt = count;
        done = count;
        if (bar != null) {
            bar.stepTo(count);
        }
    }

    /** So much is done now. */
    public void to(long count) {
        done = count;
        if (bar != null) {
            bar.stepTo(count);
            return;
        }
        long now = nanoClock.getAsLong();
        if (now - lineNanos >= LINE_EVERY.toNanos()) {
            lineNanos = now;
            out.println(line(now));
            out.flush();
        }
    }

    /** Nothing came to an end, but whoever looks wants to see that we are still there. */
    public void stillThere() {
        to(done);
    }

    /** One more. */
    public void step() {
        to(done + 1);
    }

    /** Ends the bar, and says what it came to. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        out.println(line(nanoClock.getAsLong()));
        out.flush();
    }

    private String line(long now) {
        double seconds = Math.max(1e-3, (now - startedNanos) / 1e9);
        double rate = (done - startedAt) / seconds;
        String line = String.format(
                Locale.ROOT, "%s: %,d of %,d %s, %,.0f a second, %s", what, done, total, unit, rate, time(seconds));
        return done < total && rate > 0 ? line + ", " + time((total - done) / rate) + " left" : line;
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60 ? whole + " s" : String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }

    private static ProgressBar bar(String what, String unit, long total) {
        return new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }
}
