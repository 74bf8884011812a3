package dev.skein.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Jars whose names tell their versions, found without. */
final class Jars {

    private Jars() {}

    /** Where an artifact lies among a server's libraries; where it would lie while they are not built. */
    static Path in(Path libraries, String artifact) {
        if (!Files.isDirectory(libraries)) {
            return libraries.resolve(artifact + ".jar");
        }
        try (Stream<Path> files = Files.list(libraries)) {
            return files.filter(file -> file.getFileName().toString().startsWith(artifact + "-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + artifact + " in " + libraries));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
