package dev.skein.connectors.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SettledOffsetsTest {
    private static final long MILLI = 1_000_000;
    private static final TopicPartition ONE = new TopicPartition("tweet-state", 1);

    private final SettledOffsets settled = new SettledOffsets(Duration.ofMillis(800));

    @Test
    void whatWasJustAcknowledgedIsNotCommitted() {
        assertThat(settled.of(at(7), 0)).isEmpty();
        assertThat(settled.of(at(9), 799 * MILLI)).isEmpty();
        assertThat(settled.of(at(12), 800 * MILLI)).isEqualTo(at(7));
        assertThat(settled.of(at(12), 5_000 * MILLI)).isEqualTo(at(12));
    }

    @Test
    void whatWasNotSettledWhenAWriteFailedIsWrittenAgain() {
        settled.from(ONE, 3);
        settled.from(ONE, 5);
        assertThat(settled.lost()).isEqualTo(Map.of(ONE, 3L));

        settled.of(at(7), 0);
        settled.of(at(9), 800 * MILLI);

        assertThat(settled.lost()).isEqualTo(Map.of(ONE, 7L));
        assertThat(settled.of(at(9), 5_000 * MILLI)).isEmpty();
    }

    @Test
    void whatIsReadAgainIsNotSettledBeforeItIsWrittenAgain() {
        settled.of(at(7), 0);
        // The batch that was tried again counts for a moment, before Connect goes back.
        settled.of(at(9), 100 * MILLI);
        assertThat(settled.of(at(8), 1_000 * MILLI)).isEqualTo(at(8));
        assertThat(settled.of(at(12), 2_000 * MILLI)).isEqualTo(at(8));
    }

    @Test
    void partitionsThatGoLeaveNothingBehind() {
        settled.of(at(7), 0);

        settled.forget();

        assertThat(settled.of(at(9), 5_000 * MILLI)).isEmpty();
    }

    @Test
    void withoutADelayEverythingIsSettled() {
        assertThat(new SettledOffsets(Duration.ZERO).of(at(7), 0)).isEqualTo(at(7));
    }

    private static Map<TopicPartition, OffsetAndMetadata> at(long offset) {
        return Map.of(ONE, new OffsetAndMetadata(offset));
    }
}
