package dev.skein.local;

import dev.skein.local.system.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** A line when something begins, a line when it is done. */
final class ConsoleProgress implements Progress {

    private final PrintWriter out;

    ConsoleProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begins(String what, String how) {
        line("  %-13s %s", what, how);
    }

    @Override
    public void done(String what, Duration took, String detail) {
        line("  %-13s done in %.1f s   %s", what, took.toMillis() / 1000.0, detail);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
