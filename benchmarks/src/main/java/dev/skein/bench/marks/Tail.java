package dev.skein.bench.marks;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What is told in a topic from now on, as a data team reads it: committed only.
 *
 * @param <K> its keys
 * @param <V> its values, Avro
 */
final class Tail<K, V> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<K, V> consumer;

    Tail(Stage stage, Topic<K, V> topic, int partitions) {
        Codecs codecs = new Codecs(new HttpSchemaRegistry(stage.registry()));
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stage.kafka(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                codecs.key(topic).deserializer(),
                codecs.value(topic).deserializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Takes what came; waits a moment where nothing did. */
    void read(BiConsumer<K, @Nullable V> each) {
        for (ConsumerRecord<K, V> record : consumer.poll(POLL)) {
            each.accept(record.key(), record.value());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
