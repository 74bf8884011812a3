package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topics;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The sinks in the real Connect, Elasticsearch and Cassandra. {@code -Dskein.sinks.events=50000} makes the replay in which
 * they are killed as long as the mark asks for, {@code -Dskein.sinks.down=60} has Elasticsearch stay away for a minute of it.
 */
@ExtendWith(RunningSystem.class)
final class SinksIT {
    private static final int EVENTS = Integer.getInteger("skein.sinks.events", 6_000);
    /** How long Elasticsearch stays away, at least. */
    private static final Duration DOWN = Duration.ofSeconds(Integer.getInteger("skein.sinks.down", 0));

    /** Of everything, as promised for one machine. */
    private static final long MEMORY_BYTES_MAX = 6L << 30;

    private final Skein skein;
    private final Codecs codecs;
    private final KafkaProducer<Long, byte[]> producer;

    SinksIT(Skein skein) {
        this.skein = skein;
        skein.awaitOuter();
        codecs = new Codecs(new HttpSchemaRegistry(skein.registry()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", skein.kafka(), "linger.ms", 5),
                new LongSerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void allRunWithinTheMemoryThatIsPromised() {
        assertThat(skein.memoryBytes()).isBetween(1L << 30, MEMORY_BYTES_MAX);
        assertThat(skein.connectors()).containsKeys("archive", "users-cdc").hasSize(3);
        Eventually.holds(() -> assertThat(skein.connectors().values())
                .allSatisfy(problem -> assertThat(problem).isEmpty()));
    }

    @Test
    void prometheusSeesTheStateAndTheLagOfEach() {
        Eventually.holds(() -> {
            String metrics = skein.connectMetrics();
            for (String connector : List.of("archive", "search-", "users-cdc")) {
                assertThat(metrics)
                        .containsPattern(
                                "skein_connector_state\\{connector=\"" + connector + ".*state=\"running\"} 1\\.0")
                        .containsPattern(
                                "skein_connector_task_state\\{connector=\"" + connector + ".*state=\"running\"");
            }
            for (String connector : List.of("archive", "search-")) {
                assertThat(metrics)
                        .containsPattern("skein_connector_lag_records\\{connector=\"" + connector
                                + ".*topic=\"tweet-state\"} [0-9]");
            }
            assertThat(metrics).containsPattern("skein_connector_lag_millis\\{connector=\"users-cdc\"} [0-9]");
        });
    }

    @Test
    void theNewestStandsInWhateverOrderVersionsCome() {
        long author = id(1, 100);
        long edited = id(10, 100);
        long deleted = id(11, 100);
        send(tweet(author, edited, edited + 2, "the second text"));
        send(tweet(author, edited, edited, "the first text"));
        send(tweet(author, deleted, deleted, "not for long"));
        tombstone(author, deleted, deleted + 2);
        send(tweet(author, deleted, deleted, "not for long"));

        hold(author, Map.of(edited, edited + 2));
        assertThat(skein.stored()
                        .elasticsearch("/skein-tweets/_doc/" + edited)
                        .path("_source")
                        .path("text")
                        .asText())
                .isEqualTo("the second text");

        // Read again behind its deletion, which came when nobody knew it.
        send(tweet(author, deleted, deleted, "not for long"));
        send(tweet(author, edited, edited + 3, "the third text"));
        hold(author, Map.of(edited, edited + 3));
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndItsNeighboursArrive() throws Exception {
        long author = id(2, 100);
        long before = id(20, 100);
        long after = id(21, 100);
        long deadLetters = deadLetters();
        send(tweet(author, before, before, "before"));
        sent(new ProducerRecord<>(Topics.TWEET_STATE.name(), partition(before), id(22, 100), new byte[] {9, 9, 9}));
        send(tweet(author, after, after, "after"));

        hold(author, Map.of(before, before, after, after));
        // One from each sink.
        Eventually.holds(() -> assertThat(deadLetters()).isEqualTo(deadLetters + 2));
    }

    @Test
    void whateverIsKilledAndBuiltAnewTheIndexAndTheArchiveComeToHoldWhatTheTopicHolds() throws Exception {
        // Given edits and deletions of many tweets, and each of the three killed while it writes them
        long author = id(3, 100);
        Replay replay = new Replay(author);
        long first = replay.next(EVENTS / 4);
        Eventually.holds(() -> assertThat(skein.stored()
                        .elasticsearch("/skein-tweets/_doc/" + first)
                        .path("found")
                        .asBoolean())
                .isTrue());
        skein.kill("elasticsearch");
        long killedAt = System.nanoTime();
        long second = replay.next(EVENTS / 4);
        Eventually.holds(() -> assertThat(skein.stored().isArchived(second)).isTrue());
        skein.kill("connect");
        Eventually.holds(
                () -> assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isGreaterThanOrEqualTo(DOWN));
        skein.startWhatDied();
        long third = replay.next(EVENTS / 4);
        Eventually.holds(() -> assertThat(skein.stored().isArchived(third)).isTrue());
        skein.kill("cassandra");
        replay.next(EVENTS / 4);

        // When all run again
        skein.startWhatDied();

        // Then nothing is missing, old or too much
        hold(author, replay.standing);

        // Nor when it dies right after it acknowledged the last row, and nothing is written that could fail
        long last = replay.next(1);
        Eventually.holds(() -> assertThat(skein.stored().isArchived(last)).isTrue());
        skein.kill("cassandra");
        skein.startWhatDied();
        hold(author, replay.standing);

        // And when the indexes are built anew while somebody searches
        Person ada = skein.knownPerson("ada");
        String search = "/v1/search/tweets?q=x" + ada.handle();
        String found = ada.post("x" + ada.handle()).id();
        Eventually.holds(() ->
                assertThat(skein.query().get(search).send().expect(200).body()).contains(found));
        AtomicBoolean built = new AtomicBoolean();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (!built.get()) {
                Answer answer = skein.query().get(search).send();
                // Late is no gap: both cores build.
                if (answer.status() != 503) {
                    assertThat(answer.expect(200).body()).contains(found);
                }
            }
        });
        skein.reindex();
        built.set(true);

        // Then there was no gap, and they hold the same, in the place of the old
        reader.join();
        assertThat(differences(replay.standing, skein.stored().indexed(author))).isEmpty();
        assertThat(skein.stored().elasticsearch("/_alias/skein-tweets").has("skein-tweets-2"))
                .isTrue();
        assertThat(skein.stored()
                        .elasticsearch("/skein-tweets-1/_count")
                        .path("status")
                        .asInt())
                .isEqualTo(404);
        assertThat(skein.connectors()).containsKey("search-2").doesNotContainKey("search-1");
    }

    /** What the topic is told of an author's tweets: three quarters are new; of the others half are edits and half deletions. */
    private final class Replay {
        private final long author;
        private final Random random = new Random(4);
        private final Map<Long, Long> versions = new HashMap<>();
        /** By the id of a tweet that is there, its version. */
        private final Map<Long, Long> standing = new TreeMap<>();

        private int sent;

        Replay(long author) {
            this.author = author;
        }

        /** Sends some more, and returns a tweet that is among the first of them and stays. */
        long next(int events) {
            long stays = id(500_000 + sent, 100);
            send(tweet(author, stays, stays, "stays"));
            standing.put(stays, stays);
            for (int until = sent + events; sent < until; sent++) {
                int number = random.nextInt(4) > 0 ? sent : random.nextInt(sent + 1);
                long id = id(1_000 + number, number % 1024);
                long version = versions.merge(id, id + 1, (known, first) -> known + 1);
                if (random.nextInt(8) == 0) {
                    tombstone(author, id, version);
                    standing.remove(id);
                } else {
                    send(tweet(author, id, version, "event " + sent));
                    standing.put(id, version);
                }
            }
            producer.flush();
            return stays;
        }
    }

    private void hold(long author, Map<Long, Long> versions) {
        Eventually.holds(() -> {
            assertThat(differences(versions, skein.stored().indexed(author))).isEmpty();
            for (String table : Stored.TABLES) {
                assertThat(differences(versions, skein.stored().archived(table, author)))
                        .as(table)
                        .isEmpty();
            }
        });
    }

    /** By tweet, the version that should be there and the one that is: of so many, only what differs can be read. */
    private static Map<Long, String> differences(Map<Long, Long> expected, Map<Long, Long> found) {
        Set<Long> all = new TreeSet<>(expected.keySet());
        all.addAll(found.keySet());
        Map<Long, String> differences = new TreeMap<>();
        for (Long id : all) {
            if (!Objects.equals(expected.get(id), found.get(id))) {
                differences.put(id, expected.get(id) + " but was " + found.get(id));
            }
        }
        return differences;
    }

    private static long id(long afterSeconds, int shard) {
        return Id.of(Id.EPOCH_MILLIS + afterSeconds * 1_000, 0, 0, shard);
    }

    private static int partition(long id) {
        return Id.partition(id, Skein.PARTITIONS);
    }

    private static Tweet tweet(long author, long id, long version, String text) {
        return Tweet.newBuilder()
                .setId(id)
                .setAuthor(new Author(author, "ada", "Ada", 1L))
                .setText(text)
                .setHashtags(List.of("Skein"))
                .setMentions(List.of())
                .setMedia(List.of())
                .setCreatedAt(Id.millis(id))
                .setVersion(version)
                .build();
    }

    private void send(Tweet tweet) {
        long id = tweet.getId();
        String topic = Topics.TWEET_STATE.name();
        byte[] value = codecs.value(Topics.TWEET_STATE).serializer().serialize(topic, tweet);
        sent(new ProducerRecord<>(topic, partition(id), id, value));
    }

    private void tombstone(long author, long id, long version) {
        ProducerRecord<Long, byte[]> record = new ProducerRecord<>(Topics.TWEET_STATE.name(), partition(id), id, null);
        record.headers()
                .add("version", ByteBuffer.allocate(Long.BYTES).putLong(version).array())
                .add("author", ByteBuffer.allocate(Long.BYTES).putLong(author).array());
        sent(record);
    }

    private void sent(ProducerRecord<Long, byte[]> record) {
        @SuppressWarnings("unused") // What is lost is missing in the end.
        var sent = producer.send(record);
    }

    private long deadLetters() throws Exception {
        String topic = Topics.DEAD_LETTERS.name();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", skein.kafka()))) {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(10, TimeUnit.SECONDS)
                            .get(topic))
                    .partitions()
                    .forEach(partition ->
                            asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
            return admin.listOffsets(asked).all().get(10, TimeUnit.SECONDS).values().stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }
}
