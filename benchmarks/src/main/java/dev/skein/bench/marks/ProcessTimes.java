package dev.skein.bench.marks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much CPU time processes have used: user and system, of all their threads, as Linux counts it. */
final class ProcessTimes {
    /** What Linux shows processes is in hundredths of a second on every architecture, whatever the kernel's own tick. */
    private static final double MICROS_PER_TICK = 1e6 / 100;

    /** Counted after the name, which may hold blanks. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private ProcessTimes() {}

    /** Microseconds of CPU that a process has used so far. */
    static double micros(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return (Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(SYSTEM_TICKS)))
                    * MICROS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException("the CPU time of process " + pid + " cannot be read", e);
        }
    }
}
