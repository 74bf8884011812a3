package dev.skein.bench.marks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How much CPU time processes have used (user and system, of all their threads) and how old they are, as Linux counts it. */
final class ProcessTimes {
    /** What Linux shows processes is in hundredths of a second on every architecture, whatever the kernel's own tick. */
    private static final int TICK_MILLIS = 10;

    /** Counted after the name, which may hold blanks. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    private static final int START_TICKS = 19;

    private ProcessTimes() {}

    /** Microseconds of CPU that a process has used so far. */
    static double micros(long pid) {
        List<String> fields = stat(pid);
        return (ticks(fields, USER_TICKS) + ticks(fields, SYSTEM_TICKS)) * TICK_MILLIS * 1e3;
    }

    /**
     * How long ago a process began, to a hundredth of a second. Java's own {@code startInstant} is up to a second too early: it
     * counts from when the machine began, of which Linux tells whole seconds only.
     */
    static Duration age(long pid) {
        String sinceBoot = read(Path.of("/proc/uptime")).split(" ", -1)[0];
        long millis = Math.round(Double.parseDouble(sinceBoot) * 1e3);
        return Duration.ofMillis(millis - ticks(stat(pid), START_TICKS) * TICK_MILLIS);
    }

    private static long ticks(List<String> fields, int field) {
        return Long.parseLong(fields.get(field));
    }

    private static List<String> stat(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
