package dev.skein.bench.marks;

import dev.skein.catalog.App;
import dev.skein.catalog.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells when an application has done with a topic: when the offsets that its group has committed stand at the topic's
 * end. What is committed is applied and, since a commit waits for the producer, durable.
 */
final class Drain {
    /** The id of applications begins with it where nothing else is configured. */
    private static final String PREFIX = "skein";

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Admin admin;
    private final int partitions;

    Drain(Stage stage) {
        this.admin = stage.admin();
        this.partitions = stage.partitions();
    }

    /** Waits until all tweets are fanned out and all deliveries applied; returns when that was, as nanoTime. */
    long awaitTimelines(Duration timeout) throws InterruptedException {
        await(App.AUTHOR, Topics.TWEETS.name(), timeout, left -> {});
        long done = await(App.HOME, Topics.DELIVERIES.name(), timeout, left -> {});
        // A long list goes on after its tweet was committed.
        Map<TopicPartition, Long> ends = ends(Topics.DELIVERIES.name());
        while (true) {
            pause(Duration.ofMillis(300));
            if (ends(Topics.DELIVERIES.name()).equals(ends)) {
                return done;
            }
            done = await(App.HOME, Topics.DELIVERIES.name(), timeout, left -> {});
            ends = ends(Topics.DELIVERIES.name());
        }
    }

    /**
     * Waits until an application has committed the end of a topic.
     *
     * @param left is told how many records are left
     */
    long await(App app, String topic, Duration timeout, LongConsumer left) throws InterruptedException {
        return await(app.id(PREFIX), topic, timeout, left);
    }

    long await(String group, String topic, Duration timeout, LongConsumer left) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long lag = lag(group, topic);
            long now = System.nanoTime();
            left.accept(lag);
            if (lag == 0) {
                return now;
            }
            if (now - deadline > 0) {
                throw new IllegalStateException(
                        group + " is " + lag + " records of " + topic + " behind after " + timeout.toSeconds() + " s");
            }
            pause(LOOK_EVERY);
        }
    }

    long lag(String group, String topic) throws InterruptedException {
        Map<TopicPartition, Long> committed = committed(group);
        return ends(topic).entrySet().stream()
                .mapToLong(end -> end.getValue() - committed.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /** Where a topic ends. */
    Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of " + topic + " is not known", e);
        }
    }

    private Map<TopicPartition, Long> committed(String group) throws InterruptedException {
        try {
            Map<TopicPartition, Long> committed = new HashMap<>();
            for (Map.Entry<TopicPartition, OffsetAndMetadata> each : admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()) {
                if (each.getValue() != null) {
                    committed.put(each.getKey(), each.getValue().offset());
                }
            }
            return committed;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the offsets of " + group + " are not known", e);
        }
    }

    static void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
}
