package dev.skein.query.hosting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the stores of an application that runs exactly once were left by a clean end. After a kill they may hold what was
 * never committed, and Kafka Streams 4.3 throws them away task by task and restores them from their changelogs; on that way
 * a windowed store is left closed but in use ("Store … is currently closed") and the application dies at each start. So the
 * folder is removed as a whole before anything opens it. A file beside the folder stands for as long as the application runs.
 */
final class CleanEnd {
    private static final Logger LOG = LoggerFactory.getLogger(CleanEnd.class);

    private final Path mark;

    private CleanEnd(Path mark) {
        this.mark = mark;
    }

    /** Removes what a kill left of the application in {@code stateDir}, and notes that it runs from now on. */
    static CleanEnd orNothing(Path stateDir, String applicationId) {
        CleanEnd end = new CleanEnd(stateDir.resolve(applicationId + ".running"));
        try {
            Files.createDirectories(stateDir);
            if (Files.exists(end.mark)) {
                Path stores = stateDir.resolve(applicationId);
                LOG.info("{} was killed; its stores are restored from their changelogs", applicationId);
                removeAll(stores);
            } else {
                Files.createFile(end.mark);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("skein.state.dir " + stateDir.toAbsolutePath() + " cannot be used", e);
        }
        return end;
    }

    /** All stores were closed with everything committed. */
    void reached() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed; the stores will be restored at the next start", mark, e);
        }
    }

    private static void removeAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
