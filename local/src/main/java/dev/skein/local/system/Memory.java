package dev.skein.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Memory of the machine and of processes, where the system tells it (Linux). Bytes. */
final class Memory {

    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    private Memory() {}

    /** What may still be taken, by the machine and by the container we are in; empty where it cannot be known. */
    static OptionalLong available() {
        OptionalLong machine = field(Path.of("/proc/meminfo"), "MemAvailable:");
        OptionalLong container = inContainer();
        if (machine.isPresent() && container.isPresent()) {
            return OptionalLong.of(Math.min(machine.getAsLong(), container.getAsLong()));
        }
        return machine.isPresent() ? machine : container;
    }

    private static OptionalLong inContainer() {
        try {
            String max = Files.readString(CGROUP.resolve("memory.max")).trim();
            if (max.equals("max")) {
                return OptionalLong.empty();
            }
            long used = Long.parseLong(
                    Files.readString(CGROUP.resolve("memory.current")).trim());
            // Pages of files that nobody has used for a while are given back on demand.
            long reclaimable = Files.readAllLines(CGROUP.resolve("memory.stat")).stream()
                    .filter(line -> line.startsWith("inactive_file "))
                    .mapToLong(line -> Long.parseLong(line.substring("inactive_file ".length())))
                    .sum();
            return OptionalLong.of(Long.parseLong(max) - used + reclaimable);
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Of a process with its children; memory that several of them share is counted in parts where that can be seen. */
    static OptionalLong of(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return OptionalLong.empty();
        }
        List<Long> pids = Stream.concat(process.stream(), process.get().descendants())
                .map(ProcessHandle::pid)
                .toList();
        if (pids.size() == 1) {
            return field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
        }
        long sum = 0;
        for (long each : pids) {
            Path folder = Path.of("/proc", Long.toString(each));
            OptionalLong share = field(folder.resolve("smaps_rollup"), "Pss:");
            sum += share.orElse(field(folder.resolve("status"), "VmRSS:").orElse(0));
        }
        return OptionalLong.of(sum);
    }

    private static OptionalLong field(Path file, String name) {
        try {
            return fieldOf(Files.readAllLines(file), name);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** A line such as {@code MemAvailable:   24337 kB}. */
    static OptionalLong fieldOf(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst();
    }
}
