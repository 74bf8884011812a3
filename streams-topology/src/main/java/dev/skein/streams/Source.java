package dev.skein.streams;

import dev.skein.catalog.Id;
import dev.skein.catalog.Topic;
import java.util.Objects;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The first step of every topology: reads a topic whose key is an id, and refuses records that are not in the partition
 * of that id, or have no value where one is due. Whoever wrote them, a store must never hold a key that queries look for elsewhere.
 */
public final class Source {
    private Source() {}

    /** A stream named {@code from-<topic>} of the records that are where they belong. */
    public static <V> KStream<Long, V> of(StreamsBuilder builder, Topic<Long, V> topic, TopologySettings settings) {
        return of(builder, topic, settings, false);
    }

    /** As {@link #of}, of a compacted topic: a record without a value says that what it was about is gone. */
    public static <V> KStream<Long, @Nullable V> withTombstones(
            StreamsBuilder builder, Topic<Long, V> topic, TopologySettings settings) {
        return of(builder, topic, settings, true);
    }

    private static <V> KStream<Long, V> of(
            StreamsBuilder builder, Topic<Long, V> topic, TopologySettings settings, boolean tombstones) {
        return builder.stream(
                        topic.name(),
                        Consumed.with(
                                        settings.codecs().key(topic),
                                        settings.codecs().value(topic))
                                .withName("from-" + topic.name()))
                .processValues(
                        () -> new RightPartition<V>(settings.partitions(), tombstones),
                        Named.as("right-partition-" + topic.name()));
    }

    private static final class RightPartition<V> implements FixedKeyProcessor<Long, V, V> {
        private final int partitions;
        private final boolean tombstones;
        private @Nullable FixedKeyProcessorContext<Long, V> context;

        RightPartition(int partitions, boolean tombstones) {
            this.partitions = partitions;
            this.tombstones = tombstones;
        }

        @Override
        public void init(FixedKeyProcessorContext<Long, V> context) {
            this.context = context;
        }

        @Override
        public void process(FixedKeyRecord<Long, V> record) {
            FixedKeyProcessorContext<Long, V> here = Objects.requireNonNull(context);
            if (record.key() == null || record.key() <= 0) {
                throw new BadRecordException("the key is not an id");
            }
            if (record.value() == null && !tombstones) {
                throw new BadRecordException("there is no value");
            }
            int partition = here.recordMetadata().map(RecordMetadata::partition).orElse(0);
            int right = Id.partition(record.key(), partitions);
            if (partition != right) {
                throw new BadRecordException(
                        "key " + record.key() + " belongs in partition " + right + ", not " + partition);
            }
            here.forward(record);
        }
    }
}
