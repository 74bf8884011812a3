package dev.skein.streams.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots that are loaded while no store has them open.
 *
 * <p>Nobody is served before all is loaded, which takes longer than anything else of a start: so it does not wait until Kafka
 * is reached. And Kafka Streams opens each store before it joins its group, only to ask where it ends, closes it, and opens it
 * again when its task is assigned, mostly to the same instance: what was loaded is kept meanwhile.
 */
final class SnapshotsAhead {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotsAhead.class);
    /** Kafka Streams calls the folder of a task by its part of the topology and its partition. */
    private static final Pattern TASK = Pattern.compile("\\d+_(\\d+)");
    /** Longer than Kafka is waited for and a group takes to come together; whose task goes elsewhere is let go then. */
    private static final int KEPT_SECONDS = 180;

    private final Executor loading;
    private final Map<Path, CompletableFuture<LoadedSnapshot>> kept = new ConcurrentHashMap<>();

    /** @param loading where they are loaded */
    SnapshotsAhead(Executor loading) {
        this.loading = loading;
    }

    /** Begins to load what the last process left in the folders of its tasks, for the log that is asked for later. */
    void load(Path tasks, int partitions) {
        try (Stream<Path> folders = Files.list(tasks)) {
            folders.forEach(task -> {
                Matcher name = TASK.matcher(task.getFileName().toString());
                Path folder = task.resolve(OpenTimelines.FOLDER);
                if (name.matches() && Files.isDirectory(folder)) {
                    int partition = Integer.parseInt(name.group(1));
                    keep(folder, CompletableFuture.supplyAsync(() -> found(folder, partition, partitions), loading));
                }
            });
        } catch (NoSuchFileException | NotDirectoryException e) {
            LOG.debug("there is nothing to load yet", e);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("timelines are loaded when their stores open", e);
        }
    }

    private LoadedSnapshot found(Path folder, int partition, int partitions) {
        try {
            return new LoadedSnapshot(new Snapshots(folder, null, partition, partitions), loading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what was loaded for a store that was closed before it was used. */
    void keep(Path folder, LoadedSnapshot loaded) {
        keep(folder, CompletableFuture.completedFuture(loaded));
    }

    private void keep(Path folder, CompletableFuture<LoadedSnapshot> loaded) {
        kept.put(folder, loaded);
        // What was taken must not be held by the clock.
        WeakReference<CompletableFuture<LoadedSnapshot>> still = new WeakReference<>(loaded);
        CompletableFuture.delayedExecutor(KEPT_SECONDS, TimeUnit.SECONDS).execute(() -> {
            CompletableFuture<LoadedSnapshot> untaken = still.get();
            if (untaken != null && kept.remove(folder, untaken)) {
                @SuppressWarnings("unused") // Nobody waits for it; if it failed there is nothing to end.
                var ended = untaken.thenAccept(LoadedSnapshot::unwanted);
            }
        });
    }

    /** What is kept for the store in this folder, of this log; null where that is nothing. */
    @Nullable
    LoadedSnapshot take(Path folder, String log) {
        CompletableFuture<LoadedSnapshot> loaded = kept.remove(folder);
        if (loaded == null) {
            return null;
        }
        try {
            LoadedSnapshot snapshot = loaded.join();
            if (snapshot.fits(log)) {
                return snapshot;
            }
            snapshot.unwanted();
        } catch (CompletionException e) {
            LOG.warn("{} is looked at again", folder, e);
        }
        return null;
    }
}
