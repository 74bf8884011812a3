package dev.skein.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a started process, in {@code run/NAME.pid}: four lines.
 *
 * @param fingerprint of how it was started, to see whether it would be started otherwise now
 */
record RunFile(ProcessMark process, Instant startedAt, String fingerprint) {

    static Optional<RunFile> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new RunFile(
                    new ProcessMark(Long.parseLong(lines.get(0)), lines.get(1)),
                    Instant.parse(lines.get(2)),
                    lines.get(3)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw new LocalException(file + " is not what was written there: " + e.getMessage(), e);
        }
    }

    /** At once or not at all. */
    void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, List.of(Long.toString(process.pid()), process.start(), startedAt.toString(), fingerprint));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
