package dev.skein.bench.marks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much CPU time processes have used: user and system, of all their threads, as Linux counts it. */
final class ProcessTimes {
    /** What Linux shows processes is in hundredths of a second on every architecture, whatever the kernel's own tick. */
    private static final double MICROS_PER_TICK = 1e6 / 100;

    /** Counted after the name, which may hold blanks. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    /** Java's name for such a thread, as far as Linux keeps it. */
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");

    private ProcessTimes() {}

    /** Microseconds of CPU that a process has used so far. */
    static double micros(long pid) {
        try {
            return micros(Files.readString(process(pid).resolve("stat")));
        } catch (IOException e) {
            throw unreadable(pid, e);
        }
    }

    /** Of these, what compilers of its Java code took. */
    static double compilerMicros(long pid) {
        try (Stream<Path> threads = Files.list(process(pid).resolve("task"))) {
            return threads.map(ProcessTimes::stat)
                    .filter(stat -> COMPILER.matcher(stat).find())
                    .mapToDouble(ProcessTimes::micros)
                    .sum();
        } catch (IOException e) {
            throw unreadable(pid, e);
        }
    }

    private static Path process(long pid) {
        return Path.of("/proc/" + pid);
    }

    private static String stat(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
            // It has ended meanwhile, as compilers do that have nothing to do.
            return "";
        }
    }

    private static double micros(String stat) {
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(SYSTEM_TICKS))) * MICROS_PER_TICK;
    }

    private static UncheckedIOException unreadable(long pid, IOException cause) {
        return new UncheckedIOException("the CPU time of process " + pid + " cannot be read", cause);
    }
}
