package dev.skein.local.system;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** How far a sink connector is behind its topics. */
final class Lag {

    private static final int TIMEOUT_MS = 5_000;

    private final String bootstrapServers;

    Lag(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Records that it has not applied yet; what it has committed nothing of counts as a whole.
     *
     * @param topics that it reads
     * @return empty where Kafka does not tell
     */
    OptionalLong of(String connector, Collection<String> topics) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS))) {
            Map<TopicPartition, OffsetSpec> first = new HashMap<>();
            Map<TopicPartition, OffsetSpec> last = new HashMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(topics).allTopicNames().get().values()) {
                for (TopicPartitionInfo partition : topic.partitions()) {
                    first.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.earliest());
                    last.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
                }
            }
            var begins = admin.listOffsets(first).all().get();
            var ends = admin.listOffsets(last).all().get();
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("connect-" + connector)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long lag = 0;
            for (TopicPartition partition : last.keySet()) {
                OffsetAndMetadata at = committed.get(partition);
                long from = at == null
                        ? Objects.requireNonNull(begins.get(partition)).offset()
                        : at.offset();
                lag += Objects.requireNonNull(ends.get(partition)).offset() - from;
            }
            return OptionalLong.of(lag);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        } catch (ExecutionException e) {
            return OptionalLong.empty();
        }
    }
}
