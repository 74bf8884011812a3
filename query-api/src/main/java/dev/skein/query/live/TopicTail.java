package dev.skein.query.live;

import dev.skein.catalog.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows topics from now on, on a thread of its own and without a group, and only while somebody wants it: what nobody has a stream for is not even fetched. Only what is committed
 * is told.
 */
public final class TopicTail implements Streams.Tail {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final int FETCH_WAIT_MS = 100;

    private final Map<String, Topic<Long, ?>> topics;
    private final Map<String, Object> settings;
    private Listener listener = (topic, key, value) -> {};
    private Runnable missed = () -> {};
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "live-topics");
    private volatile CompletableFuture<Void> reading = new CompletableFuture<>();
    private volatile boolean wanted;
    private volatile @Nullable Consumer<Long, byte[]> consumer;

    /** Ready to follow. */
    public TopicTail(String bootstrapServers, String clientId, List<Topic<Long, ?>> topics) {
        this.topics = topics.stream().collect(Collectors.toMap(Topic::name, topic -> topic));
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                clientId,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MS,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
        thread.setDaemon(true);
    }

    @Override
    public void start(Listener to, Runnable whenMissed) {
        listener = to;
        missed = whenMissed;
        thread.start();
    }

    @Override
    public synchronized CompletableFuture<Void> want() {
        if (!wanted) {
            wanted = true;
            Consumer<Long, byte[]> opened = consumer;
            if (opened != null) {
                opened.wakeup();
            }
        }
        return reading;
    }

    @Override
    public void rest() {
        wanted = false;
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Consumer<Long, byte[]> opened =
                    new KafkaConsumer<>(settings, new LongDeserializer(), new ByteArrayDeserializer())) {
                consumer = opened;
                follow(opened);
            } catch (KafkaException e) {
                LOG.warn("{} cannot be followed at the moment: {}", topics.keySet(), e.toString());
            }
            if (reading.isDone()) {
                reading = new CompletableFuture<>();
                missed.run();
            }
            await();
        }
        ended.countDown();
    }

    private void follow(Consumer<Long, byte[]> from) {
        List<TopicPartition> partitions = topics.keySet().stream()
                .flatMap(topic -> from.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        from.assign(partitions);
        from.pause(partitions);
        while (closed.getCount() > 0) {
            try {
                if (wanted && !reading.isDone()) {
                    from.seekToEnd(partitions);
                    partitions.forEach(from::position);
                    from.resume(partitions);
                    reading.complete(null);
                } else if (hasStopped()) {
                    from.pause(partitions);
                }
                from.poll(POLL).forEach(this::tell);
            } catch (WakeupException e) {
                LOG.debug("woken", e);
            } catch (SerializationException e) {
                LOG.error("a key is no id", e);
                partitions.forEach(partition -> from.seekToEnd(List.of(partition)));
            }
        }
    }

    /** Nobody wants it any more; whoever does from now on waits until it reads again. */
    private synchronized boolean hasStopped() {
        boolean stopped = !wanted && reading.isDone();
        if (stopped) {
            reading = new CompletableFuture<>();
        }
        return stopped;
    }

    private void tell(ConsumerRecord<Long, byte[]> record) {
        Topic<Long, ?> topic = topics.get(record.topic());
        if (topic != null && record.key() != null) {
            listener.record(topic, record.key(), record.value());
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
        Consumer<Long, byte[]> open = consumer;
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
