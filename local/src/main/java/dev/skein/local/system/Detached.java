package dev.skein.local.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What comes before a command that outlives ours or stands back. The pid stays that of the command. */
final class Detached {

    private static final int NICE = 15;

    /**
     * Linux shares the processors out between sessions first, and a niceness counts within a session only; that of the session
     * itself stands in a file. Writes to it are refused when they come fast on another's.
     */
    private static final String SESSION_STANDS_BACK =
            """
            file=/proc/self/autogroup
            if [ -w $file ]; then
              for attempt in 1 2 3 4 5; do
                { echo %d > $file; } 2> /dev/null && break
                sleep 0.2
              done
            fi
            exec "$@"
            """
                    .formatted(NICE);

    private Detached() {}

    /** So that neither Ctrl-C nor the end of the terminal reaches it. */
    static List<String> fromTerminal() {
        return Stream.of("setsid", "nohup")
                .filter(program -> onPath(program).isPresent())
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    /**
     * So that it takes what others leave of the processors.
     *
     * @param ownSession whether it begins a session of its own, which then as a whole stands back
     */
    static List<String> standingBack(boolean ownSession) {
        List<String> prefix = new ArrayList<>();
        if (onPath("nice").isPresent()) {
            prefix.addAll(List.of("nice", "-n", Integer.toString(NICE)));
        }
        if (ownSession && onPath("sh").isPresent()) {
            prefix.addAll(List.of("sh", "-c", SESSION_STANDS_BACK, "sh"));
        }
        return prefix;
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
