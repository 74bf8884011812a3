package dev.skein.streams;

import dev.skein.catalog.Format;
import dev.skein.catalog.ShardPartitioner;
import dev.skein.catalog.Topic;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/** Ways to another shard, and out. Nothing keyed by an id may take another: Kafka's default knows no shards. */
public final class Routes {
    private Routes() {}

    /** A repartition topic whose keys are ids, each in the partition of its shard. */
    public static <V> Repartitioned<Long, V> byId(String name, Format<V> value, TopologySettings settings) {
        return Repartitioned.with(
                        settings.codecs().serde(Format.ID), settings.codecs().serde(value))
                .withName(name)
                .withNumberOfPartitions(settings.partitions())
                .withStreamPartitioner(ShardPartitioner.byId()::partitions);
    }

    /** A repartition topic whose keys are the numbers of its partitions: what each is told at once. */
    public static <V> Repartitioned<Long, V> byNumber(String name, Format<V> value, TopologySettings settings) {
        return Repartitioned.with(
                        settings.codecs().serde(Format.ID), settings.codecs().serde(value))
                .withName(name)
                .withNumberOfPartitions(settings.partitions())
                .withStreamPartitioner((topic, number, told, partitions) -> Optional.of(Set.of(number.intValue())));
    }

    /** A repartition topic whose keys are text, each where Kafka's default puts it. */
    public static <V> Repartitioned<String, V> byText(
            String name, Format<V> value, int partitions, TopologySettings settings) {
        return Repartitioned.with(
                        settings.codecs().serde(Format.TEXT), settings.codecs().serde(value))
                .withName(name)
                .withNumberOfPartitions(partitions);
    }

    /** The sink {@code to-<topic>} of a topic whose keys are ids. */
    public static <V> Produced<Long, V> toTopic(Topic<Long, V> topic, TopologySettings settings) {
        return Produced.with(settings.codecs().key(topic), settings.codecs().value(topic))
                .withStreamPartitioner(ShardPartitioner.byId())
                .withName("to-" + topic.name());
    }
}
