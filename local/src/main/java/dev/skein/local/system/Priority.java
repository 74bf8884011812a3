package dev.skein.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Which process the processors go to first. Linux shares them out between sessions where it groups by these (most
 * distributions do), so that a niceness counts within a session only, and that of the session stands in a file; elsewhere the
 * niceness of the process, or of each of its threads, is what counts.
 */
final class Priority {

    /** A thirtieth of what others get, while they want more than there is; all of it when they do not. */
    static final int STANDING_BACK = 15;

    private static final Path PROCESSES = Path.of("/proc");
    private static final String GROUP = "autogroup";
    private static final int RENICE_SECONDS = 5;

    private Priority() {}

    /** From now on the process takes what others leave. One whose priority we may not change goes on as it is. */
    static void standBack(long pid) throws InterruptedException {
        try {
            Path group = PROCESSES.resolve(pid + "/" + GROUP);
            // Our own session is not to stand back, and with it whoever called us.
            if (Files.isWritable(group) && !name(group).equals(name(PROCESSES.resolve("self/" + GROUP)))) {
                Files.writeString(group, Integer.toString(STANDING_BACK));
            }
            renice(pid);
        } catch (IOException e) {
            System.err.println("The priority of process " + pid + " stays as it is: " + e.getMessage());
        }
    }

    /** Such as {@code /autogroup-12 nice 0}. */
    private static String name(Path group) throws IOException {
        return Files.readString(group).split(" ", -1)[0];
    }

    private static void renice(long pid) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("renice", "-n", Integer.toString(STANDING_BACK), "-p", Long.toString(pid)));
        Path threads = PROCESSES.resolve(pid + "/task");
        if (Files.isDirectory(threads)) {
            try (Stream<Path> ids = Files.list(threads)) {
                ids.map(thread -> thread.getFileName().toString()).forEach(command::add);
            }
        }
        Process renice = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!renice.waitFor(RENICE_SECONDS, TimeUnit.SECONDS)) {
            renice.destroyForcibly();
        }
    }
}
