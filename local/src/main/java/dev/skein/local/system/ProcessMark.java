package dev.skein.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, told from a later one that was given the same number.
 *
 * @param start on Linux the boot and the tick at which it started (a clock that is set does not change these), else the
 *     time at which it started
 */
record ProcessMark(long pid, String start) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int START_TIME_AFTER_NAME = 19;

    /** Of a living process; empty for one that is gone or only waits to be reaped. */
    static Optional<ProcessMark> of(long pid) {
        if (Files.exists(BOOT_ID)) {
            return linux(pid);
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(Instant::toString)
                .map(start -> new ProcessMark(pid, start));
    }

    private static Optional<ProcessMark> linux(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return startOf(stat).map(ticks -> new ProcessMark(pid, bootId() + ":" + ticks));
        } catch (IOException e) {
            // No such process, or it ended while we read.
            return Optional.empty();
        }
    }

    /** The 22nd field; the second is a name in brackets that may hold blanks and brackets itself. */
    static Optional<String> startOf(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
        String state = afterName[0];
        return state.equals("Z") || state.equals("X")
                ? Optional.empty()
                : Optional.of(afterName[START_TIME_AFTER_NAME]);
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).trim();
        } catch (IOException e) {
            throw new LocalException(BOOT_ID + " cannot be read: " + e.getMessage(), e);
        }
    }

    boolean alive() {
        return of(pid).equals(Optional.of(this));
    }
}
