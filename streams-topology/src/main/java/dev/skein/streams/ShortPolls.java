package dev.skein.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Kafka's clients for an application that now and then wants its turns soon. A stream thread that has nothing to do waits
 * for {@code poll.ms}, and no wall-clock punctuator runs meanwhile; since each turn costs, also one for nothing, that is
 * long. Whoever holds something for a millisecond has it short for as long.
 */
public final class ShortPolls extends DefaultKafkaClientSupplier {
    /** Under this name processors find it in the settings of their application. */
    public static final String CONFIG = "skein.short.polls";

    private static final Duration SHORT = Duration.ofMillis(1);

    /** How many processors of a stream thread, which alone calls them and its consumer, want it so. */
    private final ThreadLocal<Integer> wanted = ThreadLocal.withInitial(() -> 0);

    /** That of an application; where it has none, one that changes nothing. */
    public static ShortPolls of(ProcessingContext context) {
        return context.appConfigs().get(CONFIG) instanceof ShortPolls polls ? polls : new ShortPolls();
    }

    /** From now on this thread's polls wait for a millisecond at most. */
    public void begin() {
        wanted.set(wanted.get() + 1);
    }

    /** As before {@link #begin}. */
    public void end() {
        wanted.set(wanted.get() - 1);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                return super.poll(wanted.get() > 0 && timeout.compareTo(SHORT) > 0 ? SHORT : timeout);
            }
        };
    }
}
