package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Store;
import dev.skein.catalog.Stores;
import dev.skein.endtoend.Contract.Tweet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What docs/privacy.md promises: an erased account is in no answer, and what was personal leaves every topic, and so every store that a topic keeps, the snapshots of the store that none keeps, the database, the search and the archive;
 * and it never was in a log.
 */
@ExtendWith(RunningSystem.class)
final class ErasureIT {
    /** As docs/privacy.md says, with the day until a segment ends. */
    private static final Map<String, Duration> RETAINED_MAX =
            Map.of("deliveries", Duration.ofDays(7), "dead-letters", Duration.ofDays(30));

    private static final Duration SEGMENT_MAX = Duration.ofDays(1);
    /** What is kept longest holds ids and times only: of whom somebody was told. */
    private static final Duration BOUND_MAX = Duration.ofDays(61);

    private static final Set<String> HELD_BEFORE = Set.of(
            "pg.users",
            "users",
            "tweets",
            "tweet-state",
            "deliveries",
            "skein-author-users-changelog",
            "skein-author-tweets-changelog",
            "skein-author-handles-changelog");

    private final Skein skein;

    ErasureIT(Skein skein) {
        this.skein = skein;
        skein.awaitOuter();
    }

    @Test
    void anErasedAccountLeavesNothingBehind() throws Exception {
        // Given somebody with all that one can have, and people around them
        String mark = "zq" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36);
        Person ada = skein.knownPerson(mark);
        Person bob = skein.knownPerson("bob");
        ada.at(skein.ingest(), "PATCH", "/v1/users/me")
                .json(Map.of("bio", "I am " + mark))
                .send()
                .expect(200);
        bob.follow(ada);
        ada.follow(bob);
        Tweet bobs = bob.post("hello");
        List<Tweet> written = new ArrayList<>();
        written.add(ada.at(skein.ingest(), "POST", "/v1/tweets")
                .header("Idempotency-Key", mark)
                .json(Map.of("text", "first " + mark))
                .send()
                .expect(201)
                .as(Tweet.class));
        written.add(ada.reply(bobs, "answer " + mark));
        written.add(ada.quote(bobs, "quote " + mark));
        Tweet deleted = ada.post("regretted " + mark);
        ada.edit(written.get(0), "better " + mark);
        ada.delete(deleted);
        ada.retweet(bobs);
        ada.like(bobs);
        bob.retweet(written.get(0));
        bob.at(skein.ingest(), "PUT", "/v1/notifications/read")
                .json(Map.of("upTo", bobs.id()))
                .send()
                .expect(204);
        Eventually.holds(() -> {
            assertThat(bob.home().ids())
                    .contains(written.get(0).id(), written.get(2).id());
            assertThat(bob.people("/v1/users/" + bob.id() + "/followers").data())
                    .hasSize(1);
            assertThat(bob.people("/v1/tweets/" + bobs.id() + "/likes").data()).hasSize(1);
            assertThat(holding(mark)).containsAll(HELD_BEFORE);
            assertThat(skein.stored().holding(mark))
                    .containsAll(Stored.INDEXES)
                    .containsAll(Stored.TABLES)
                    .containsAll(Stored.ROWS);
            // Of each instance: one holds the partition, the other a copy of it.
            assertThat(snapshots(mark)).hasSize(Skein.QUERY_INSTANCES);
        });
        everyStoreIsKept();
        assertThat(holding(mark))
                .doesNotContain("retweets", "follows", "likes", "activity", "notifications", "notification-reads");

        // When they leave
        ada.at(skein.ingest(), "DELETE", "/v1/users/me").send().expect(204);

        // Then no answer shows them
        for (Api query : skein.queries()) {
            Eventually.holds(() -> {
                query.get("/v1/users/" + ada.id()).send().expect(404);
                query.get("/v1/users/by-handle/" + ada.handle()).send().expect(404);
                query.get("/v1/users/" + ada.id() + "/tweets").send().expect(404);
                for (Tweet tweet : written) {
                    query.get("/v1/tweets/" + tweet.id()).send().expect(404);
                }
                ada.at(query, "GET", "/v1/timelines/home").send().expect(401);
                for (String page : List.of(
                        "/v1/timelines/home?limit=100",
                        "/v1/notifications?limit=100",
                        "/v1/suggestions",
                        "/v1/search/tweets?q=" + mark,
                        "/v1/search/users?q=" + mark,
                        "/v1/users/" + bob.id() + "/tweets?limit=100",
                        "/v1/users/" + bob.id() + "/followers",
                        "/v1/users/" + bob.id() + "/following",
                        "/v1/tweets/" + bobs.id() + "/replies",
                        "/v1/tweets/" + bobs.id() + "/likes",
                        "/v1/tweets/" + bobs.id() + "/retweets")) {
                    assertThat(bob.at(query, "GET", page).send().expect(200).body())
                            .as(page)
                            .doesNotContain(mark)
                            .doesNotContain(ada.id());
                }
            });
        }
        skein.ingest()
                .post("/v1/sessions")
                .json(Map.of("handle", ada.handle(), "password", ada.password()))
                .send()
                .expect(401);
        Eventually.holds(() -> {
            assertThat(skein.stored().holding(mark)).isEmpty();
            assertThat(snapshots(mark)).isEmpty();
        });
        for (Path log : skein.logs()) {
            assertThat(holds(Files.readAllBytes(log), mark.getBytes(StandardCharsets.UTF_8)))
                    .as(log.toString())
                    .isFalse();
        }

        // And when the broker compacts at once, nothing is left but what has a retention
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, skein.kafka()))) {
            Map<String, Config> topics = configurations(admin);
            List<String> compacted = topics.entrySet().stream()
                    .filter(topic -> value(topic.getValue(), "cleanup.policy").contains("compact"))
                    .map(Map.Entry::getKey)
                    .toList();
            compactAtOnce(admin, compacted, OpType.SET);
            try {
                Eventually.holds(() -> {
                    othersGoOn(ada);
                    assertThat(holding(mark)).isSubsetOf(RETAINED_MAX.keySet());
                });
            } finally {
                // What was set before is set anew below.
                restore(admin, compacted, topics);
            }
            RETAINED_MAX.forEach((topic, kept) -> {
                Config config = Objects.requireNonNull(topics.get(topic), topic);
                assertThat(Long.parseLong(value(config, "retention.ms"))).isLessThanOrEqualTo(kept.toMillis());
                assertThat(Long.parseLong(value(config, "segment.ms"))).isLessThanOrEqualTo(SEGMENT_MAX.toMillis());
            });
            for (String topic : compacted) {
                if (!topic.startsWith("__") && !topic.startsWith("connect")) {
                    Config config = Objects.requireNonNull(topics.get(topic), topic);
                    // What is deleted by time in the end need not be compacted by then.
                    String bound = value(config, "cleanup.policy").contains("delete")
                            ? "retention.ms"
                            : "max.compaction.lag.ms";
                    assertThat(Long.parseLong(value(config, bound)))
                            .as("%s of %s", bound, topic)
                            .isLessThanOrEqualTo(BOUND_MAX.toMillis());
                }
            }
        }
    }

    /** What a store holds is looked for in the topic that keeps it, or in its snapshots: there is no third kind. */
    private void everyStoreIsKept() throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, skein.kafka()))) {
            Set<String> topics = admin.listTopics().names().get();
            for (Store<?, ?> store : stores()) {
                String changelog = store.app().id("skein") + "-" + store.name() + "-changelog";
                if (store instanceof Store.KeyValue || store instanceof Store.Timed) {
                    assertThat(topics).contains(changelog);
                } else if (store instanceof Store.Global<?, ?> global) {
                    assertThat(topics).contains(global.topic().name());
                } else {
                    // Timelines, in snapshots; and a part of another store, in memory only.
                    assertThat(topics).doesNotContain(changelog);
                }
            }
        }
    }

    private static List<Store<?, ?>> stores() {
        List<Store<?, ?>> all = new ArrayList<>(Stores.all());
        all.addAll(InnerStores.all());
        return all;
    }

    /** The query instances of which some snapshot of home timelines holds the mark. */
    private Set<String> snapshots(String mark) throws IOException {
        byte[] wanted = mark.getBytes(StandardCharsets.UTF_8);
        Set<String> found = new TreeSet<>();
        for (Path file : skein.snapshots()) {
            try {
                if (holds(Files.readAllBytes(file), wanted)) {
                    found.add(file.toString().replaceFirst(".*/data/([^/]+)/.*", "$1"));
                }
            } catch (NoSuchFileException e) {
                // A newer one took its place and was not looked at: what holds is not known.
                found.add(file.toString());
            }
        }
        return found;
    }

    /** Somebody else in each partition changes something of theirs: a log moves on only when it is written to. */
    private void othersGoOn(Person ada) {
        List<Map<String, String>> wanted = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            wanted.add(Map.of(
                    "handle", "o" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36)));
        }
        List<Object> added = new ArrayList<>();
        skein.ingest()
                .post("/v1/admin/users")
                .token(skein.operatorToken())
                .json(wanted)
                .send()
                .expect(201)
                .json()
                .path("data")
                .forEach(user -> added.add(user.path("id").asText()));
        for (Object id : added) {
            skein.ingest()
                    .post("/v1/tweets")
                    .token(skein.operatorToken())
                    .header("Skein-Act-As", id.toString())
                    .json(Map.of("text", "life goes on"))
                    .send()
                    .expect(201);
        }
        assertThat(added)
                .as("somebody in the partition of the one who left")
                .anyMatch(id -> Id.partition(Long.parseLong(id.toString()), Skein.PARTITIONS)
                        == Id.partition(Long.parseLong(ada.id()), Skein.PARTITIONS));
    }

    private static void compactAtOnce(Admin admin, Collection<String> topics, OpType set) throws Exception {
        Map<String, String> settings = Map.of(
                "min.compaction.lag.ms", "0",
                "max.compaction.lag.ms", "500",
                "min.cleanable.dirty.ratio", "0.0",
                "delete.retention.ms", "0",
                "segment.ms", "500");
        alter(admin, topics, topic -> settings, set);
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.BROKER, ""),
                        List.of(new AlterConfigOp(new ConfigEntry("log.cleaner.backoff.ms", "500"), OpType.SET))))
                .all()
                .get();
    }

    private static void restore(Admin admin, Collection<String> topics, Map<String, Config> before) throws Exception {
        List<String> names = List.of(
                "min.compaction.lag.ms",
                "max.compaction.lag.ms",
                "min.cleanable.dirty.ratio",
                "delete.retention.ms",
                "segment.ms");
        alter(
                admin,
                topics,
                topic -> names.stream()
                        .collect(Collectors.toMap(
                                name -> name, name -> value(Objects.requireNonNull(before.get(topic)), name))),
                OpType.SET);
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.BROKER, ""),
                        List.of(new AlterConfigOp(new ConfigEntry("log.cleaner.backoff.ms", ""), OpType.DELETE))))
                .all()
                .get();
    }

    private static void alter(
            Admin admin, Collection<String> topics, Function<String, Map<String, String>> settings, OpType type)
            throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (String topic : topics) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    settings.apply(topic).entrySet().stream()
                            .map(entry -> new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), type))
                            .toList());
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }

    private static Map<String, Config> configurations(Admin admin) throws Exception {
        Map<String, Config> configurations = new TreeMap<>();
        admin.describeConfigs(admin.listTopics().names().get().stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all()
                .get()
                .forEach((resource, config) -> configurations.put(resource.name(), config));
        return configurations;
    }

    private static String value(Config config, String name) {
        return String.valueOf(config.get(name).value());
    }

    /** The topics that hold the mark in any record's key, value or headers. Avro, JSON and our keys write text as UTF-8, so that its bytes are there if it is. */
    private Set<String> holding(String mark) {
        byte[] wanted = mark.getBytes(StandardCharsets.UTF_8);
        Set<String> found = new TreeSet<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        skein.kafka(),
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> !partition.topic().startsWith("__"))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (holds(record.key(), wanted) || holds(record.value(), wanted)) {
                        found.add(record.topic());
                    }
                    record.headers().forEach(header -> {
                        if (holds(header.value(), wanted)) {
                            found.add(record.topic());
                        }
                    });
                }
            }
        }
        return found;
    }

    private static boolean holds(byte[] bytes, byte[] wanted) {
        if (bytes == null) {
            return false;
        }
        for (int start = 0; start <= bytes.length - wanted.length; start++) {
            int same = 0;
            while (same < wanted.length && bytes[start + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
