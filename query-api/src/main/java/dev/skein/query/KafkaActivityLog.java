package dev.skein.query;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topics;
import dev.skein.query.config.QueryConfig;
import dev.skein.query.web.Activity;
import dev.skein.schemas.activity.Seen;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the topic {@code activity}, what came in a tenth of a second together. Reading goes on whatever becomes of it:
 * where Kafka does not keep up, word of people is dropped, and comes again with their next minute.
 */
final class KafkaActivityLog implements Activity.Log, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaActivityLog.class);
    private static final int WAITING_MAX = 10_000;
    private static final int SENT_EVERY_MILLIS = 100;
    private static final int BLOCK_MILLIS_MAX = 1_000;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final int partitions;
    private final Producer<Long, Seen> producer;
    private final BlockingQueue<Seen> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    /** A producer may wait for metadata, and waking a thread costs: both not on the thread of a request. */
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "activity");
        thread.setDaemon(true);
        return thread;
    });

    KafkaActivityLog(QueryConfig config, Codecs codecs) {
        this.partitions = config.partitions();
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.bootstrapServers(),
                        ProducerConfig.CLIENT_ID_CONFIG,
                        config.prefix() + "-query-activity",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        BLOCK_MILLIS_MAX),
                codecs.key(Topics.ACTIVITY).serializer(),
                codecs.value(Topics.ACTIVITY).serializer());
        @SuppressWarnings("unused") // It ends with the executor.
        var sending =
                sender.scheduleWithFixedDelay(this::send, SENT_EVERY_MILLIS, SENT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void seen(long userId, long atMillis) {
        @SuppressWarnings("unused") // Where it is full, this is dropped.
        boolean taken = waiting.offer(new Seen(userId, atMillis));
    }

    private void send() {
        for (Seen seen = waiting.poll(); seen != null; seen = waiting.poll()) {
            send(seen);
        }
    }

    private void send(Seen seen) {
        ProducerRecord<Long, Seen> record = new ProducerRecord<>(
                Topics.ACTIVITY.name(),
                Id.partition(seen.getUserId(), partitions),
                seen.getAt(),
                seen.getUserId(),
                seen);
        try {
            @SuppressWarnings("unused") // The callback says what becomes of it.
            var sent = producer.send(record, (metadata, failure) -> dropped(failure));
        } catch (RuntimeException e) {
            dropped(e);
        }
    }

    private static void dropped(@Nullable Exception failure) {
        if (failure != null) {
            LOG.warn("word of who was here is dropped: {}", failure.toString());
        }
    }

    @Override
    public void close() {
        // What came since it last sent.
        sender.execute(this::send);
        sender.shutdown();
        try {
            boolean unused = sender.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_WITHIN);
    }
}
