package dev.skein.bench.marks;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.FannedOut;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what stands in the topic {@code deliveries}: what was to be delivered must be there. */
final class DeliveryLog {
    /** What stands in a part of the log. */
    record Content(long records, long deliveries, long tweets) {}

    private DeliveryLog() {}

    /** Counts between two places of the log. */
    static Content count(Stage stage, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        AvroSerde<Delivery> deliveries = new AvroSerde<>(Delivery.class, new HttpSchemaRegistry(stage.registry()));
        long[] counts = new long[3];
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stage.kafka(),
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5000,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        8 << 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(to.keySet());
            from.forEach(consumer::seek);
            while (to.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    Delivery delivery = deliveries.deserialize(Topics.DELIVERIES.name(), record.value());
                    if (delivery != null && record.offset() < to.getOrDefault(partition, 0L)) {
                        count(delivery, counts);
                    }
                }
            }
        }
        return new Content(counts[0], counts[1], counts[2]);
    }

    private static void count(Delivery delivery, long[] counts) {
        counts[0]++;
        for (Object change : delivery.getChanges()) {
            if (change instanceof FannedOut fannedOut) {
                ReaderIds.forEach(fannedOut.getReaders(), reader -> counts[1]++);
                counts[2]++;
            }
        }
    }
}
