package dev.skein.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.Id;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.junit.jupiter.api.Test;

class KafkaEventLogTest {
    private static final long ACTOR = Id.of(Id.EPOCH_MILLIS, 0, 0, 700);
    private static final FollowEvent EVENT = new FollowEvent(FollowEventKind.FOLLOW, ACTOR, 9L, 1_750_000_000_000L);

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaEventLog log = log(8);

    @Test
    void anEventGoesToThePartitionOfItsShardWithItsOwnTime() {
        log.prepare();

        CompletableFuture<Void> done = log.write(EVENT);
        assertThat(done).isNotDone();
        producer.completeNext();

        assertThat(done).isCompleted();
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("follows");
        assertThat(new LongDeserializer().deserialize("follows", record.key())).isEqualTo(ACTOR);
        assertThat(record.partition()).isEqualTo(700 * 8 / 1024);
        assertThat(record.timestamp()).isEqualTo(EVENT.getAt());
        assertThat(new AvroSerde<>(FollowEvent.class, registry).deserialize("follows", record.value()))
                .isEqualTo(EVENT);
    }

    @Test
    void whatIsNotAcknowledgedIsUnavailable() {
        log.prepare();

        CompletableFuture<Void> done = log.write(EVENT);
        producer.errorNext(new TimeoutException("no broker"));

        assertThatThrownBy(done::join)
                .hasCauseInstanceOf(ApiException.class)
                .cause()
                .satisfies(e -> assertThat(((ApiException) e).error()).isInstanceOf(ApiError.Unavailable.class));
    }

    @Test
    void nothingIsWrittenBeforeTheTopicsAreThere() {
        assertThat(log.write(EVENT)).isCompletedExceptionally();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void topicsCutOtherwiseAreNotWrittenTo() {
        KafkaEventLog other = log(4);

        assertThat(other.prepare()).isFalse();
        assertThat(other.missing()).contains("4 partitions").contains("skein.partitions is 8");
    }

    private KafkaEventLog log(int partitions) {
        return new KafkaEventLog(
                producer, new BrokerTopics(topic -> partitions), 8, registry, new SimpleMeterRegistry());
    }
}
