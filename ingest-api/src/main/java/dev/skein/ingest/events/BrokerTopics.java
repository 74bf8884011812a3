package dev.skein.ingest.events;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;

/** How the topics are cut, as the broker says. */
final class BrokerTopics implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** The broker does not answer, or knows no such topic. */
    static final class UnknownException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownException(String message) {
            super(message);
        }
    }

    private final ToIntFunction<String> partitions;
    private final Runnable close;

    BrokerTopics(Admin admin) {
        this.partitions = topic -> ask(admin, topic);
        this.close = () -> admin.close(TIMEOUT);
    }

    /** Topics that the test knows. */
    BrokerTopics(ToIntFunction<String> partitions) {
        this.partitions = partitions;
        this.close = () -> {};
    }

    /**
     * How many partitions a topic has.
     *
     * @throws UnknownException if that cannot be found out now
     */
    int partitions(String topic) {
        return partitions.applyAsInt(topic);
    }

    private static int ask(Admin admin, String topic) {
        try {
            return Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                            .get(topic))
                    .partitions()
                    .size();
        } catch (ExecutionException e) {
            throw new UnknownException("topic " + topic + ": " + e.getCause());
        } catch (TimeoutException e) {
            throw new UnknownException("Kafka does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownException("interrupted while asking Kafka");
        }
    }

    @Override
    public void close() {
        close.run();
    }
}
