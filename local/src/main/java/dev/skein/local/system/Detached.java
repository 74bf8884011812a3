package dev.skein.local.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What comes before a command so that neither Ctrl-C nor the end of the terminal reaches it. The pid stays the same. */
final class Detached {

    private Detached() {}

    static List<String> prefix() {
        return Stream.of("setsid", "nohup")
                .filter(program -> onPath(program).isPresent())
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
