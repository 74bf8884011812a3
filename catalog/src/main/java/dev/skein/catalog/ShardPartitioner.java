package dev.skein.catalog;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends a record to the partition of its key's shard. Used by every sink, repartition and query whose key is an id:
 * nothing with such a key may fall back to Kafka's default.
 */
public final class ShardPartitioner implements StreamPartitioner<Long, Object> {
    private ShardPartitioner() {}

    /** For keys that are ids. */
    public static ShardPartitioner byId() {
        return new ShardPartitioner();
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, Long id, Object value, int partitions) {
        return Optional.of(Set.of(Id.partition(id, partitions)));
    }
}
