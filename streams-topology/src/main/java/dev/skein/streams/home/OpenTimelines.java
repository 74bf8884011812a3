package dev.skein.streams.home;

import dev.skein.catalog.Id;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.streams.home.Snapshots.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What there is while a {@link TimelineStore} is open: the state, how far it is, and what is done at each commit. */
final class OpenTimelines {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTimelines.class);
    /** In the folder of its task. */
    static final String FOLDER = "timelines";

    private static final long NOTHING = -1;
    private static final long NEVER = Long.MIN_VALUE;
    /** Places in the table of rings looked at in one commit for entries that are too old. */
    private static final int SWEPT_AT_ONCE = 4_096;
    /** Dropping looks at all rings: a good part at once. */
    private static final int DROPPED_PART = 10;

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final int partition;
    private final DeliveryRules rules;
    private final TimelineEngine engine;
    private final Clock clock;
    private final Path folder;
    private final Snapshots snapshots;
    private final Snapshotter snapshotter;
    private final TimelineMetrics metrics;
    private final LoadedSnapshot loaded;
    private final @Nullable Found found;

    /** The offset up to which the state was changed; written by the stream thread. */
    private final Tally applied;
    /** Whether it is known that nothing, or what, is missing before that. */
    private volatile boolean begun;
    /** What was written up to then may have come late, and what deleted it be missing. Milliseconds since 1970-01-01 UTC. */
    private long doubtUntil = NEVER;
    /** Whether the state may be another than the one that was loaded. Stream thread only. */
    private boolean used;
    /** Whether a record was applied that is in no snapshot. */
    private boolean changed;

    /** How far the state was at the last look, and at the one before. */
    private long lastLook = NOTHING;

    private long lookBefore = NOTHING;
    private boolean offsetForgotten;
    private volatile boolean closed;
    private long lastSnapshotMillis;
    private int swept;
    private boolean sweeping;

    /** Opens the store of a task: looks for a snapshot, and begins to load it. */
    static OpenTimelines of(StateStoreContext context, int partitions, TimelineEngine engine) {
        try {
            Path folder = context.stateDir().toPath().toAbsolutePath().resolve(FOLDER);
            String log = engine.settings().log().id();
            Snapshots snapshots = new Snapshots(folder, log, context.taskId().partition(), partitions);
            LoadedSnapshot loaded = engine.ahead().take(folder, log);
            if (loaded == null) {
                loaded = new LoadedSnapshot(snapshots, engine.loading());
            }
            Found found = loaded.found();
            if (found != null && !found.isOutlived() && found.offset() + 1 < logStart(context, engine)) {
                loaded.unwanted();
                snapshots.outlive();
                loaded = new LoadedSnapshot(snapshots, engine.loading());
            }
            return new OpenTimelines(context, partitions, engine, folder, snapshots, loaded);
        } catch (IOException e) {
            throw new UncheckedIOException("the store timelines of " + context.taskId() + " cannot be opened", e);
        }
    }

    private static long logStart(StateStoreContext context, TimelineEngine engine) {
        return engine.settings().log().start(context.taskId().partition());
    }

    private OpenTimelines(
            StateStoreContext context,
            int partitions,
            TimelineEngine engine,
            Path folder,
            Snapshots snapshots,
            LoadedSnapshot loaded) {
        this.partition = context.taskId().partition();
        this.rules = new DeliveryRules(partition, partitions);
        this.engine = engine;
        this.clock = engine.settings().clock();
        this.folder = folder;
        this.snapshots = snapshots;
        this.loaded = loaded;
        this.found = loaded.found();
        this.applied = new Tally(found == null ? NOTHING : found.offset());
        this.begun = found != null && !found.isOutlived();
        this.snapshotter =
                new Snapshotter(snapshots, engine.writing(), applied::get, found == null ? 0 : found.millis());
        this.metrics = new TimelineMetrics(context, this::metric);
        this.lastSnapshotMillis = clock.millis();
        engine.opened(this);
    }

    /** The state, once it is loaded; until then the store is not there for readers. */
    TimelineState state() {
        if (!loaded.isDone()) {
            throw new InvalidStateStoreException("timelines of partition " + partition + " are being loaded");
        }
        return loaded.state();
    }

    /** The state, to be read and told of; waits until it is loaded. */
    TimelineState loaded() {
        TimelineState state = loaded.state();
        used = true;
        return state;
    }

    /** The state, to be written to; waits until it is loaded and counted. */
    TimelineState ready() {
        if (!loaded.isCounted()) {
            engine.count();
        }
        TimelineState state = loaded.counted();
        used = true;
        return state;
    }

    /** Begins, if it has not begun, what the first to write waits for. Any thread. */
    void count() {
        loaded.count();
    }

    /** Now, in minutes: exact enough to tell who looked longest ago. */
    long minute() {
        return clock.millis() / MINUTE;
    }

    /** Where the log must go on; null for its start. */
    @Nullable
    Long snapshotOffset() {
        return found == null || found.isOutlived() || offsetForgotten ? null : found.offset();
    }

    /** The log does not hold what comes next: what is on disk is older than its start. */
    void forgetOffset() {
        offsetForgotten = true;
        try {
            snapshots.outlive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** See {@link TimelineStore#begun}. */
    boolean begun() {
        return begun;
    }

    /** A record is about to be applied: notices whether some before it are missing. */
    void reached(long offset, long timestamp) {
        long missing = offset - applied.get() - 1;
        if (missing > 0) {
            LOG.warn(
                    "timelines of partition {}: {} deliveries before offset {} are missing: rebuilt when they are read",
                    partition,
                    missing,
                    offset);
            ready().gap(timestamp);
            long late = Math.min(timestamp + TimelineStore.ON_ITS_WAY_MAX.toMillis(), clock.millis());
            doubtUntil = late > timestamp ? late : NEVER;
        } else if (doubtUntil != NEVER && timestamp > doubtUntil) {
            // Again: whoever seems whole since may have what was gone.
            ready().gap(doubtUntil);
            doubtUntil = NEVER;
        }
        changed = true;
        applied.set(Math.max(applied.get(), offset));
        begun = doubtUntil == NEVER;
    }

    /** Applies what arrived. */
    void apply(Delivery delivery) {
        rules.require(delivery);
        ready().apply(delivery);
    }

    /**
     * About a second has passed. Kafka Streams tells what is committed every ten thousand records only, and these are full
     * ones; but between one look and the next but one it has committed what was applied at the first.
     */
    void look() {
        // Those are served by now who waited for the start.
        engine.count();
        committed(lookBefore);
        lookBefore = lastLook;
        lastLook = applied.get();
    }

    /** Everything up to this offset is committed: time for what is not to be done at every record. */
    void committed(long offset) {
        snapshotter.committed(offset);
        if (!used || !loaded.isCounted()) {
            return;
        }
        TimelineState state = ready();
        long now = clock.millis();
        keepWithinBound();
        sweep(state, now);
        boolean due =
                now - lastSnapshotMillis >= engine.settings().snapshotEvery().toMillis();
        if (due && changed && begun && snapshotter.isIdle()) {
            lastSnapshotMillis = now;
            changed = false;
            sweeping = true;
            snapshotter.begin(snapshots.cut(state.parts(), applied.get(), now));
        }
    }

    /** Drops what is too much for its share of the memory. */
    void keepWithinBound() {
        TimelineState state = ready();
        long bytesMax = engine.bytesMax();
        long bytes = state.size().bytes();
        if (bytes > bytesMax) {
            int dropped = state.dropUnseen(bytes - bytesMax + bytesMax / DROPPED_PART);
            if (dropped > 0) {
                LOG.info("timelines of partition {}: {} dropped, {} bytes of {}", partition, dropped, bytes, bytesMax);
            }
        }
    }

    private void sweep(TimelineState state, long now) {
        if (sweeping) {
            long oldest = Id.first(now - engine.settings().ageMax().toMillis());
            swept = state.sweep(swept, SWEPT_AT_ONCE, oldest);
            sweeping = swept != 0;
        }
    }

    private double metric(TimelineMetrics.Gauge gauge) {
        if (gauge == TimelineMetrics.Gauge.SNAPSHOT_AGE_SECONDS) {
            long newest = snapshotter.newestMillis();
            return newest == 0 ? -1 : (clock.millis() - newest) / 1000.0;
        }
        return closed || !loaded.isLoaded() ? 0 : gauge.of(loaded.state().size());
    }

    /** Writes what changed since the last snapshot, and lets go. */
    void close() {
        boolean worthIt = (changed || !snapshotter.isIdle()) && begun && !offsetForgotten;
        closed = true;
        metrics.close();
        TimelineState state = worthIt ? ready() : null;
        engine.closed(this);
        snapshotter.close(state == null ? null : snapshots.cut(state.parts(), applied.get(), clock.millis()));
        if (used || found == null || offsetForgotten) {
            loaded.unwanted();
        } else {
            engine.ahead().keep(folder, loaded);
        }
    }
}
