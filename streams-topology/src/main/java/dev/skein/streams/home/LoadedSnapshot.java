package dev.skein.streams.home;

import dev.skein.streams.home.Snapshots.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot that was found, if there is one, and the state that is read from it in the background.
 *
 * <p>Then it can be read. To be written to, it has to be known of each tweet how many entries show it: counting them takes longer than
 * all the rest, so it is left until those are served who wait for a start.
 */
final class LoadedSnapshot {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedSnapshot.class);

    private final @Nullable Found found;
    private final Executor loading;
    private final CompletableFuture<TimelineState> state;
    private volatile @Nullable CompletableFuture<TimelineState> counted;
    private volatile boolean unwanted;

    /** Looks for one, reads all of it, and begins to load it. */
    LoadedSnapshot(Snapshots snapshots, Executor loading) throws IOException {
        Found there = snapshots.find(new TimelineState().parts());
        this.found = there;
        this.loading = loading;
        if (there == null) {
            this.state = CompletableFuture.completedFuture(new TimelineState());
            this.counted = state;
        } else {
            this.state = CompletableFuture.supplyAsync(() -> load(snapshots, there), loading);
        }
    }

    private TimelineState load(Snapshots snapshots, Found found) {
        TimelineState loaded = new TimelineState();
        if (unwanted) {
            return loaded;
        }
        try {
            snapshots.load(found, loaded.parts(), () -> unwanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (unwanted) {
            return loaded;
        }
        loaded.loaded();
        LOG.info(
                "{} entries from {}, which ends at offset {}{}",
                loaded.size().entries(),
                found.file(),
                found.offset(),
                found.isOutlived() ? "; the log does not reach back to it" : "");
        return loaded;
    }

    /** Null where there is none, and the state is empty. */
    @Nullable
    Found found() {
        return found;
    }

    /** Whether all of it is loaded, or could not be. */
    boolean isDone() {
        return state.isDone();
    }

    /** Whether it is loaded. */
    boolean isLoaded() {
        return state.isDone() && !state.isCompletedExceptionally();
    }

    /** The state, to be read; waits until it is loaded. */
    TimelineState state() {
        return state.join();
    }

    /** Begins to count, if nobody has yet, what {@link #counted} waits for. */
    synchronized void count() {
        if (counted == null) {
            counted = state.thenApplyAsync(this::count, loading);
        }
    }

    private TimelineState count(TimelineState loaded) {
        if (!unwanted) {
            loaded.count();
        }
        return loaded;
    }

    /** Whether it is counted, or could not be. */
    boolean isCounted() {
        CompletableFuture<TimelineState> counting = counted;
        return counting != null && counting.isDone();
    }

    /** The state, to be written to; waits until it is loaded and, as {@link #count} has to begin, counted. */
    TimelineState counted() {
        return Objects.requireNonNull(counted).join();
    }

    /** Whether it may be used by the store of this log: what it was loaded from is of it, and still there. */
    boolean fits(String log) {
        return found != null
                && found.log().equals(log)
                && Files.exists(found.file())
                && !state.isCompletedExceptionally();
    }

    /** Nobody needs it any more: what is not loaded yet will not be. */
    void unwanted() {
        unwanted = true;
    }
}
