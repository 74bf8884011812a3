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
 * is not committed yet.
 */
final class SettledOffsets {
    private final long delayNanos;
    private final Deque<Written> written = new ArrayDeque<>();

    private record Written(long atNanos, Map<TopicPartition, OffsetAndMetadata> offsets) {}

    /** @param delay by when the cluster has in its log what it acknowledged */
    SettledOffsets(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /**
     * What may be committed now; nothing where nothing may.
     *
     * @param acknowledged up to where everything is written by now
     */
    Map<TopicPartition, OffsetAndMetadata> of(Map<TopicPartition, OffsetAndMetadata> acknowledged, long nowNanos) {
        written.add(new Written(nowNanos, Map.copyOf(acknowledged)));
        Map<TopicPartition, OffsetAndMetadata> settled = new HashMap<>();
        while (!written.isEmpty() && nowNanos - written.element().atNanos() >= delayNanos) {
            settled.putAll(written.remove().offsets());
        }
        return settled;
    }

    /** Whose partitions these are is decided anew. */
    void forget() {
        written.clear();
    }
}
