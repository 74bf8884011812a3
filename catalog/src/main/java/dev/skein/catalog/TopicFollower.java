package dev.skein.catalog;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a small topic from its beginning and follows it, on a thread of its own and without a group: for what every instance holds whole in memory. When Kafka is away it tries again,
 * from the beginning; what it tells must bear being told twice.
 */
public final class TopicFollower<K, V> implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final int FETCH_WAIT_MS = 100;
    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);

    /** Is told every record, in the order of its partition. */
    @FunctionalInterface
    public interface Listener<K, V> {
        /**
         * A record.
         *
         * @param value null where the record is a tombstone
         */
        void record(K key, @Nullable V value, long timestampMillis);
    }

    private final Topic<K, V> topic;
    private final Map<String, Object> settings;
    private final Deserializer<K> keys;
    private final Deserializer<V> values;
    private final Listener<K, V> listener;
    private final Runnable caughtUp;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile String missing = "it is being read from its beginning";

    /**
     * Begins to read.
     *
     * @param clientId for the broker's metrics
     * @param caughtUp called once all that the topic held when it began was told
     */
    public static <K, V> TopicFollower<K, V> start(
            String bootstrapServers,
            String clientId,
            Topic<K, V> topic,
            Codecs codecs,
            Listener<K, V> listener,
            Runnable caughtUp) {
        TopicFollower<K, V> follower =
                new TopicFollower<>(bootstrapServers, clientId, topic, codecs, listener, caughtUp);
        follower.thread.start();
        return follower;
    }

    private TopicFollower(
            String bootstrapServers,
            String clientId,
            Topic<K, V> topic,
            Codecs codecs,
            Listener<K, V> listener,
            Runnable caughtUp) {
        this.topic = topic;
        this.keys = codecs.key(topic).deserializer();
        this.values = codecs.value(topic).deserializer();
        this.listener = listener;
        this.caughtUp = caughtUp;
        this.settings = new HashMap<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                clientId,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MS,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false));
        this.thread = new Thread(this::run, "follow-" + topic.name());
        thread.setDaemon(true);
    }

    /** What keeps it from having told all that the topic held when it began; null once it has. */
    public @Nullable String missing() {
        return missing.isEmpty() ? null : missing;
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Consumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = opened;
                follow(opened);
            } catch (WakeupException e) {
                // Closing.
            } catch (KafkaException | SchemaRegistry.RegistryException e) {
                log.warn("{} cannot be followed at the moment: {}", topic.name(), e.toString());
                if (!missing.isEmpty()) {
                    missing = String.valueOf(e.getMessage());
                }
            }
            await();
        }
        ended.countDown();
    }

    private void follow(Consumer<byte[], byte[]> from) {
        List<TopicPartition> partitions = from.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + topic.name());
        }
        from.assign(partitions);
        from.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = from.endOffsets(partitions);
        while (closed.getCount() > 0) {
            from.poll(POLL).forEach(this::tell);
            if (!missing.isEmpty()
                    && ends.entrySet().stream().allMatch(end -> from.position(end.getKey()) >= end.getValue())) {
                missing = "";
                caughtUp.run();
            }
        }
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        try {
            K key = keys.deserialize(topic.name(), record.key());
            V value = values.deserialize(topic.name(), record.value());
            listener.record(key, value, record.timestamp());
        } catch (SerializationException e) {
            // Nobody's but its writer's fault; what stands behind it counts all the same.
            log.error(
                    "{}-{} holds something else at {}: {}",
                    topic.name(),
                    record.partition(),
                    record.offset(),
                    e.toString());
        }
    }

    private void await() {
        try {
            boolean unused = closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        try {
            boolean unused = ended.await(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
