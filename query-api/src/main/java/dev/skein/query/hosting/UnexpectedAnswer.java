package dev.skein.query.hosting;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;

/**
 * A broker's answer that Kafka's consumer does not expect, and tells by its text alone: as SyncGroup's from a coordinator
 * that is still loading after its broker was away.
 */
final class UnexpectedAnswer {
    private static final Set<String> PASSING = Arrays.stream(Errors.values())
            .filter(error -> error.exception() instanceof RetriableException)
            .map(Errors::message)
            .collect(Collectors.toSet());

    private UnexpectedAnswer() {}

    /** Whether this is one that may be another at the next attempt. */
    static boolean mayPass(Throwable failure) {
        String text = failure.getMessage();
        return failure.getClass() == KafkaException.class
                && text != null
                && PASSING.stream().anyMatch(text::endsWith);
    }
}
