package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topics;
import dev.skein.endtoend.Contract.Tweet;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.ReaderGone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A timeline that is not whole is never shown as one, and is whole again soon. */
@ExtendWith(RunningSystem.class)
final class RebuildIT {
    private final Skein skein;
    private final List<String> expected = new ArrayList<>();
    private Person reader;

    RebuildIT(Skein skein) {
        this.skein = skein;
    }

    @BeforeEach
    void somebodyReads() {
        Person ada = skein.knownPerson("ada");
        Person bob = skein.knownPerson("bob");
        reader = skein.knownPerson("reader");
        reader.follow(ada);
        reader.follow(bob);
        for (int i = 0; i < 5; i++) {
            expected.add(ada.post("ada " + i).id());
            expected.add(bob.post("bob " + i).id());
        }
        Tweet own = reader.post("mine");
        expected.add(own.id());
        Tweet strange = skein.person("carol").post("carol");
        bob.retweet(strange);
        Eventually.holds(
                () -> assertThat(reader.home().texts()).contains("carol").hasSize(12));
        expected.clear();
        expected.addAll(reader.home().ids());
    }

    @Test
    void whoeverWasAwayGetsAllBackAndIsToldUntilThen() {
        // When
        tellThatTheReaderIsGone();

        // Then
        Eventually.holds(() -> assertThat(reader.home().rebuilding()).isTrue());
        awaitWhole();
    }

    /** One instance has a snapshot that the log does not reach back to, the other has none. */
    @Test
    void aLogThatHasExpiredLeavesNobodyWithAPartForTheWhole() throws Exception {
        // Given
        for (int instance = 1; instance <= Skein.QUERY_INSTANCES; instance++) {
            skein.kill(Skein.queryName(instance));
        }
        expire();
        skein.loseSnapshots(Skein.queryName(2));

        // When
        for (int instance = 1; instance <= Skein.QUERY_INSTANCES; instance++) {
            skein.restart(Skein.queryName(instance));
        }
        skein.awaitReady();

        // Then
        awaitWhole();
    }

    private void awaitWhole() {
        List<List<String>> parts = new ArrayList<>();
        for (Api query : skein.queries()) {
            Eventually.holds(() -> reader.home(query), home -> {
                if (!home.rebuilding() && !home.ids().equals(expected)) {
                    parts.add(home.ids());
                }
                assertThat(home.rebuilding()).isFalse();
            });
        }
        assertThat(parts).as("shown as the whole").isEmpty();
        assertThat(reader.home().ids()).isEqualTo(expected);
    }

    /** As [home] does after a week. */
    private void tellThatTheReaderIsGone() {
        Codecs codecs = new Codecs(new HttpSchemaRegistry(skein.registry()));
        long id = Long.parseLong(reader.id());
        try (KafkaProducer<Long, Delivery> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, skein.kafka()),
                codecs.key(Topics.DELIVERIES).serializer(),
                codecs.value(Topics.DELIVERIES).serializer())) {
            ReaderGone gone = new ReaderGone(id, System.currentTimeMillis());
            producer.send(new ProducerRecord<>(
                            Topics.DELIVERIES.name(),
                            Id.partition(id, Skein.PARTITIONS),
                            id,
                            new Delivery(Collections.singletonList(gone))))
                    .get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Retention of a second, until nothing is left of what was delivered. */
    private void expire() throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, skein.kafka()))) {
            List<TopicPartition> partitions = IntStream.range(0, Skein.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.DELIVERIES.name(), partition))
                    .toList();
            retain(admin, "1000");
            try {
                Eventually.holds(() -> assertThat(offsets(admin, partitions, OffsetSpec.earliest()))
                        .isEqualTo(offsets(admin, partitions, OffsetSpec.latest())));
            } finally {
                retain(
                        admin,
                        Objects.requireNonNull(Topics.DELIVERIES.settings().get(TopicConfig.RETENTION_MS_CONFIG)));
            }
        }
    }

    private static void retain(Admin admin, String millis) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, Topics.DELIVERIES.name()),
                        List.of(new AlterConfigOp(
                                new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, millis), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws Exception {
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> which)))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }
}
