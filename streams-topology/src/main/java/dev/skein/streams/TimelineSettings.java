package dev.skein.streams;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What the store of home timelines is told.
 *
 * @param bytesMax memory for all timelines of the process together; beyond it those not looked at for longest are dropped
 *     and rebuilt when they are asked for
 * @param snapshotEvery how often it is written to disk, where something has changed
 * @param ageMax entries older than this are not kept
 * @param log what is known of their log, asked when a store opens
 * @param clock for what depends on time but not on any record
 * @param watch who is told what enters timelines
 * @param tasks where the folders of its tasks lie, to load the snapshots in them before any store opens; null: only then
 */
public record TimelineSettings(
        long bytesMax,
        Duration snapshotEvery,
        Duration ageMax,
        DeliveryLog log,
        Clock clock,
        TimelineWatch watch,
        @Nullable Path tasks) {
    /** Snapshots are loaded as their stores open. */
    public TimelineSettings(
            long bytesMax, Duration snapshotEvery, Duration ageMax, DeliveryLog log, Clock clock, TimelineWatch watch) {
        this(bytesMax, snapshotEvery, ageMax, log, clock, watch, null);
    }

    /** Nobody is told. */
    public TimelineSettings(long bytesMax, Duration snapshotEvery, Duration ageMax, DeliveryLog log, Clock clock) {
        this(bytesMax, snapshotEvery, ageMax, log, clock, new TimelineWatch());
    }

    /** Without bounds, and with a clock that stands still: for tests that care about none of it. */
    public static TimelineSettings unbounded() {
        return new TimelineSettings(
                Long.MAX_VALUE,
                Duration.ofDays(1),
                Duration.ofDays(36_500),
                new DeliveryLog(),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }
}
