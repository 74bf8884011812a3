package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.tweet.Tweet;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** How many readers, of a famous author's how many partitions, each tweet has reached, and when the last of them, by the broker's clock, as the log of deliveries tells. */
final class ReachedReaders implements AutoCloseable {
    private record Reached(int readers, long at) {}

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Reached NOBODY = new Reached(0, 0);

    private final KafkaConsumer<Long, Delivery> consumer;
    private final Map<Long, Reached> byTweet = new HashMap<>();

    ReachedReaders(String kafka, Codecs codecs, int partitions) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 << 20),
                codecs.key(Topics.DELIVERIES).deserializer(),
                codecs.value(Topics.DELIVERIES).deserializer());
        consumer.assign(IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topics.DELIVERIES.name(), partition))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /** When a tweet had reached so many, milliseconds since 1970; waits until it has. */
    long await(long tweet, int readers, Duration limit) {
        assertThat(reaches(tweet, readers, limit)).as("%d readers", readers).isTrue();
        return byTweet.getOrDefault(tweet, NOBODY).at();
    }

    /** Whether a tweet reaches so many within a time. */
    boolean reaches(long tweet, int readers, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (byTweet.getOrDefault(tweet, NOBODY).readers() < readers) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            for (ConsumerRecord<Long, Delivery> record : consumer.poll(POLL)) {
                for (Object change : record.value().getChanges()) {
                    if (change instanceof FannedOut fannedOut) {
                        int[] reached = new int[1];
                        ReaderIds.forEach(fannedOut.getReaders(), reader -> reached[0]++);
                        count(fannedOut.getTweet(), reached[0], record.timestamp());
                    } else if (change instanceof Published published) {
                        count(published.getTweet(), 1, record.timestamp());
                    }
                }
            }
        }
        return true;
    }

    private void count(Tweet tweet, int readers, long at) {
        byTweet.merge(
                tweet.getId(),
                new Reached(readers, at),
                (before, more) -> new Reached(before.readers() + more.readers(), Math.max(before.at(), more.at())));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
