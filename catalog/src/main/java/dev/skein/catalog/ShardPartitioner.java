package dev.skein.catalog;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends a record to the partition of an id's shard. Used by every sink, repartition and query whose key begins with an
 * id: nothing with such a key may fall back to Kafka's default.
 *
 * @param <K> a key that is an id, or has one in front
 */
public final class ShardPartitioner<K> implements StreamPartitioner<K, Object> {
    /** Where the id stands in a key. */
    @FunctionalInterface
    public interface IdOf<K> {
        long id(K key);
    }

    private final IdOf<K> idOf;

    private ShardPartitioner(IdOf<K> idOf) {
        this.idOf = idOf;
    }

    /** For keys that are ids. */
    public static ShardPartitioner<Long> byId() {
        return new ShardPartitioner<>(Long::longValue);
    }

    /** For keys of two ids: the first decides. */
    public static ShardPartitioner<IdPair> byFirst() {
        return new ShardPartitioner<>(IdPair::first);
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, K key, Object value, int partitions) {
        return Optional.of(Set.of(Id.partition(idOf.id(key), partitions)));
    }
}
