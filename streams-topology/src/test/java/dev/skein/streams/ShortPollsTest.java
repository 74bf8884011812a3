package dev.skein.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ShortPollsTest {
    private static final Duration LONG = Duration.ofMillis(300);
    /** No broker is there: each poll takes all the time that it has. */
    private static final Map<String, Object> NOWHERE =
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1", ConsumerConfig.CLIENT_ID_CONFIG, "test");

    private final ShortPolls polls = new ShortPolls();

    @Test
    void pollsAreShortWhileAnyoneWantsIt() {
        try (Consumer<byte[], byte[]> consumer = polls.getConsumer(NOWHERE)) {
            consumer.assign(List.of(new TopicPartition("topic", 0)));
            polls.begin();
            polls.begin();
            polls.end();

            long tenShortOnes = nanos(() -> {
                for (int i = 0; i < 10; i++) {
                    consumer.poll(Duration.ofSeconds(60));
                }
            });
            polls.end();
            long one = nanos(() -> consumer.poll(LONG));

            assertThat(Duration.ofNanos(tenShortOnes)).isLessThan(Duration.ofSeconds(60));
            assertThat(Duration.ofNanos(one)).isGreaterThanOrEqualTo(LONG);
        }
    }

    private static long nanos(Runnable action) {
        long begin = System.nanoTime();
        action.run();
        return System.nanoTime() - begin;
    }
}
