package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.SchemaRegistry;
import dev.skein.query.hosting.FailureRules.Decision;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailureRulesTest {
    private final FailureRules rules = new FailureRules();

    @Test
    void whatMayPassGetsAnotherThread() {
        assertThat(rules.decide(new StreamsException("no broker", new TimeoutException("slow")), 0))
                .isEqualTo(Decision.REPLACE);
        assertThat(rules.decide(new StreamsException(new SchemaRegistry.RegistryException("not answered")), 0))
                .isEqualTo(Decision.REPLACE);
    }

    @Test
    void anAnswerThatAConsumerDidNotExpectMayPassAsWell() {
        assertThat(rules.decide(unexpected(Errors.COORDINATOR_LOAD_IN_PROGRESS), 0))
                .isEqualTo(Decision.REPLACE);
        assertThat(rules.decide(unexpected(Errors.INVALID_GROUP_ID), 0)).isEqualTo(Decision.STOP);
    }

    /** As the consumer's coordinator tells it. */
    private static StreamsException unexpected(Errors error) {
        return new StreamsException(new KafkaException("Unexpected error from SyncGroup: " + error.message()));
    }

    @Test
    void aBugStopsTheProcessAtOnce() {
        assertThat(rules.decide(new StreamsException("bug", new NullPointerException()), 0))
                .isEqualTo(Decision.STOP);
    }

    @Test
    void whatDoesNotPassStopsTheProcessInTheEnd() {
        Decision last = Decision.REPLACE;
        int replaced = 0;
        for (long millis = 0; last == Decision.REPLACE && millis < 1_000_000; millis += 1_000) {
            last = rules.decide(new TimeoutException("slow"), millis);
            replaced++;
        }

        assertThat(last).isEqualTo(Decision.GIVE_UP);
        assertThat(replaced).isEqualTo(61);
    }
}
