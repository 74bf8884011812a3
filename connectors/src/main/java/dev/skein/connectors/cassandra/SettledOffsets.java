package dev.skein.connectors.cassandra;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of what was written some time ago. A node of Cassandra acknowledges a write before it stands in its log, unless
 * told otherwise: one that is killed has lost the last moments. What it may have lost must be written again, so its offset
 * is not committed yet, and when a write fails or a node is gone the sink goes back to what is settled.
 */
final class SettledOffsets {
    private final long delayNanos;
    private final Deque<Written> written = new ArrayDeque<>();
    private final Map<TopicPartition, Long> settled = new HashMap<>();

    private record Written(long atNanos, Map<TopicPartition, OffsetAndMetadata> offsets) {}

    /** @param delay by when the cluster has in its log what it acknowledged */
    SettledOffsets(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** The first record of a partition since it is ours: all before it is settled. */
    void from(TopicPartition partition, long offset) {
        settled.putIfAbsent(partition, offset);
    }

    /**
     * A write failed, or a node is gone: what is not settled by now may be lost.
     *
     * @return where to go on
     */
    Map<TopicPartition, Long> lost() {
        written.clear();
        return Map.copyOf(settled);
    }

    /**
     * What may be committed now; nothing where nothing may.
     *
     * @param acknowledged up to where everything is written by now
     */
    Map<TopicPartition, OffsetAndMetadata> of(Map<TopicPartition, OffsetAndMetadata> acknowledged, long nowNanos) {
        written.add(new Written(nowNanos, Map.copyOf(acknowledged)));
        Map<TopicPartition, OffsetAndMetadata> newly = new HashMap<>();
        while (!written.isEmpty() && nowNanos - written.element().atNanos() >= delayNanos) {
            newly.putAll(written.remove().offsets());
        }
        // Gone back in the meantime: what was written up to there may be lost.
        written.forEach(later -> newly.replaceAll((partition, offset) -> {
            OffsetAndMetadata since = later.offsets().get(partition);
            return since != null && since.offset() < offset.offset() ? since : offset;
        }));
        newly.forEach((partition, offset) -> settled.put(partition, offset.offset()));
        return newly;
    }

    /** Whose partitions these are is decided anew. */
    void forget() {
        written.clear();
        settled.clear();
    }
}
