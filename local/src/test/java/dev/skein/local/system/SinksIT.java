package dev.skein.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.connectors.Sinks;
import dev.skein.local.server.Cassandra;
import dev.skein.local.server.Connect;
import dev.skein.local.server.Elasticsearch;
import dev.skein.local.server.Kafka;
import dev.skein.local.server.S3;
import dev.skein.local.server.SchemaRegistry;
import dev.skein.local.system.ServerStatus.State;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.schemas.user.User;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Elasticsearch, Cassandra and S3 server, and the sinks in a real Connect. {@code -Dskein.sinks.events=50000} makes
 * the replay in which they are killed as long as the mark asks for.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SinksIT {

    private static final long MEGABYTE = 1L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int EVENTS = Integer.getInteger("skein.sinks.events", 6_000);
    private static final long ADA = id(1, 100);

    @TempDir
    private static Path home;

    private static LocalSystem system;
    private static Codecs codecs;
    private static KafkaProducer<Long, byte[]> producer;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeAll
    static void start() throws Exception {
        system = LocalSystem.temporary(
                home,
                1,
                Map.of(),
                Set.of(Kafka.NAME, SchemaRegistry.NAME, Connect.NAME, S3.NAME, Elasticsearch.NAME, Cassandra.NAME));
        assertThat(system.complaints()).isEmpty();
        system.start(Progress.SILENT);
        codecs = new Codecs(new HttpSchemaRegistry(system.endpoints().registry()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", system.endpoints().kafka(), "linger.ms", 5),
                new LongSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopped() throws Exception {
        producer.close();
        List<Long> pids = system.status().stream()
                .flatMap(status -> status.pid().stream().boxed())
                .toList();
        system.close();

        assertThat(pids).hasSize(6).noneMatch(pid -> ProcessMark.of(pid).isPresent());
    }

    @Test
    @Order(1)
    void allAreReadyWithinTheMemoryThatWasAskedFor() {
        assertThat(system.status()).hasSize(6).allSatisfy(status -> {
            assertThat(status.state()).as(status.name() + status.detail()).isEqualTo(State.READY);
            assertThat(status.memoryBytes().orElse(0))
                    .as(status.name())
                    .isBetween(1L, system.plan().server(status.name()).memoryMb() * MEGABYTE);
        });
        assertThat(system.connectors())
                .extracting(ConnectorStatus::name, ConnectorStatus::problem)
                .containsExactly(tuple("archive", ""), tuple("search-1", ""));
    }

    @Test
    @Order(2)
    void theBucketTakesNothingThatIsNotSigned() throws Exception {
        URI object = URI.create(system.endpoints().media().endpoint() + "/" + S3.BUCKET + "/x");

        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(object)
                        .PUT(HttpRequest.BodyPublishers.ofString("bytes"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    @Order(3)
    void theNewestStandsInWhateverOrderVersionsCome() throws Exception {
        long edited = id(10, 100);
        long deleted = id(11, 100);
        send(tweet(edited, edited + 2, "the second text"));
        send(tweet(edited, edited, "the first text"));
        send(tweet(deleted, deleted, "not for long"));
        tombstone(deleted, deleted + 2);
        send(tweet(deleted, deleted, "not for long"));
        send(Topics.USERS, ADA, new User(ADA, "ada", "Ada Lovelace", "", 1L, 1L));
        send(Topics.USERS, ADA, new User(ADA, "countess", "Ada Lovelace", "", 1L, 2L));

        eventually(() -> {
            JsonNode found = elasticsearch("/skein-tweets/_doc/" + edited);
            return found.path("_source").path("text").asText().equals("the second text")
                    && !elasticsearch("/skein-tweets/_doc/" + deleted)
                            .path("found")
                            .asBoolean()
                    && elasticsearch("/skein-users/_doc/" + ADA)
                            .path("_source")
                            .path("handle")
                            .asText()
                            .equals("countess");
        });
        eventually(() -> archive("tweets_by_id").equals(Map.of(edited, edited + 2))
                && archive("tweets_by_author").equals(Map.of(edited, edited + 2)));
    }

    @Test
    @Order(4)
    void whatCannotBeReadGoesToTheDeadLettersAndItsNeighboursArrive() throws Exception {
        long before = id(20, 100);
        long after = id(21, 100);
        send(tweet(before, before, "before"));
        producer.send(
                new ProducerRecord<>(Topics.TWEET_STATE.name(), partition(before), id(22, 100), new byte[] {9, 9, 9}));
        send(tweet(after, after, "after"));

        eventually(
                () -> elasticsearch("/skein-tweets/_doc/" + after).path("found").asBoolean()
                        && archive("tweets_by_id").containsKey(after));
        // One from each sink.
        eventually(() -> deadLetters() == 2);
    }

    @Test
    @Order(5)
    void whateverIsKilledTheIndexAndTheArchiveComeToHoldWhatTheTopicHolds() throws Exception {
        Map<Long, Long> standing = new TreeMap<>(archive("tweets_by_id"));
        Map<Long, Long> versions = new HashMap<>();
        Random random = new Random(4);
        for (int i = 0; i < EVENTS; i++) {
            // Three quarters are new; of the others half are edits and half deletions.
            int number = random.nextInt(4) > 0 ? i : random.nextInt(i + 1);
            long id = id(1_000 + number, number % 1024);
            long version = versions.merge(id, id + 1, (known, first) -> known + 1);
            if (random.nextInt(8) == 0) {
                tombstone(id, version);
                standing.remove(id);
            } else {
                send(tweet(id, version, "event " + i));
                standing.put(id, version);
            }
            if (i == EVENTS / 4) {
                system.kill(Connect.NAME);
            } else if (i == EVENTS / 2) {
                system.kill(Elasticsearch.NAME);
            } else if (i == EVENTS * 3 / 4) {
                system.kill(Cassandra.NAME);
            }
        }
        producer.flush();

        system.start(Progress.SILENT);

        eventually(() -> indexed().equals(standing));
        eventually(() -> archive("tweets_by_id").equals(standing));
        assertThat(archive("tweets_by_author")).isEqualTo(standing);
    }

    @Test
    @Order(6)
    void theIndexesAreBuiltAnewInThePlaceOfTheOld() throws Exception {
        Map<Long, Long> before = indexed();

        long begin = System.nanoTime();
        system.reindex(Progress.SILENT);
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();

        assertThat(indexed()).isEqualTo(before);
        assertThat(elasticsearch("/_alias/skein-tweets").has("skein-tweets-2")).isTrue();
        assertThat(elasticsearch("/skein-tweets-1/_count").path("status").asInt())
                .isEqualTo(404);
        assertThat(system.connectors())
                .extracting(ConnectorStatus::name)
                .contains("search-2")
                .doesNotContain("search-1");
        System.out.println("reindexed " + before.size() + " tweets in " + millis + " ms");
    }

    private static long id(long afterMillis, int shard) {
        return Id.of(Id.EPOCH_MILLIS + afterMillis * 1_000, 0, 0, shard);
    }

    private static int partition(long id) {
        return Id.partition(id, Settings.PARTITIONS);
    }

    private static Tweet tweet(long id, long version, String text) {
        return Tweet.newBuilder()
                .setId(id)
                .setAuthor(new Author(ADA, "ada", "Ada", 1L))
                .setText(text)
                .setHashtags(List.of("Skein"))
                .setMentions(List.of())
                .setMedia(List.of())
                .setCreatedAt(Id.millis(id))
                .setVersion(version)
                .build();
    }

    private static void send(Tweet tweet) throws Exception {
        send(Topics.TWEET_STATE, tweet.getId(), tweet);
    }

    private static <V> void send(Topic<Long, V> topic, long id, V value) throws Exception {
        byte[] bytes = codecs.value(topic).serializer().serialize(topic.name(), value);
        sent(new ProducerRecord<>(topic.name(), partition(id), id, bytes));
    }

    private static void tombstone(long id, long version) throws Exception {
        ProducerRecord<Long, byte[]> record = new ProducerRecord<>(Topics.TWEET_STATE.name(), partition(id), id, null);
        record.headers()
                .add("version", ByteBuffer.allocate(Long.BYTES).putLong(version).array());
        sent(record);
    }

    private static void sent(ProducerRecord<Long, byte[]> record) {
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                throw new AssertionError(failure);
            }
        });
    }

    /** Each tweet's version in what readers ask. */
    private static Map<Long, Long> indexed() throws Exception {
        post("/skein-tweets/_refresh", "");
        Map<Long, Long> versions = new TreeMap<>();
        String after = "";
        while (true) {
            JsonNode hits = post(
                            "/skein-tweets/_search",
                            "{\"size\":5000,\"_source\":[\"version\"],\"sort\":[\"id\"]" + after + "}")
                    .path("hits")
                    .path("hits");
            if (hits.isEmpty()) {
                return versions;
            }
            for (JsonNode hit : hits) {
                versions.put(
                        hit.path("_id").asLong(),
                        hit.path("_source").path("version").asLong());
                after = ",\"search_after\":" + hit.path("sort");
            }
        }
    }

    private static Map<Long, Long> archive(String table) {
        Endpoints.Archive archive = system.endpoints().archive();
        String[] point = archive.contactPoints().split(":", -1);
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(point[0], Integer.parseInt(point[1])))
                .withLocalDatacenter(archive.datacenter())
                .withKeyspace(Sinks.KEYSPACE)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(20))
                        .build())
                .build()) {
            Map<Long, Long> versions = new TreeMap<>();
            session.execute("SELECT id, version FROM " + table)
                    .forEach(row -> versions.put(row.getLong("id"), row.getLong("version")));
            return versions;
        }
    }

    private static long deadLetters() throws Exception {
        try (var admin = org.apache.kafka.clients.admin.Admin.create(
                Map.of("bootstrap.servers", system.endpoints().kafka()))) {
            var partitions = admin.describeTopics(List.of(Topics.DEAD_LETTERS.name()))
                    .allTopicNames()
                    .get(10, TimeUnit.SECONDS)
                    .get(Topics.DEAD_LETTERS.name())
                    .partitions();
            Map<org.apache.kafka.common.TopicPartition, org.apache.kafka.clients.admin.OffsetSpec> asked =
                    new HashMap<>();
            partitions.forEach(partition -> asked.put(
                    new org.apache.kafka.common.TopicPartition(Topics.DEAD_LETTERS.name(), partition.partition()),
                    org.apache.kafka.clients.admin.OffsetSpec.latest()));
            return admin.listOffsets(asked).all().get(10, TimeUnit.SECONDS).values().stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }

    private static JsonNode elasticsearch(String path) throws Exception {
        return answer(HttpRequest.newBuilder(URI.create(system.endpoints().search() + path)));
    }

    private static JsonNode post(String path, String body) throws Exception {
        return answer(HttpRequest.newBuilder(URI.create(system.endpoints().search() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JSON.readTree(
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        assertThat(Waiting.until(
                        () -> {
                            try {
                                return condition.call();
                            } catch (Exception e) {
                                return false;
                            }
                        },
                        PAUSE,
                        PATIENCE))
                .isTrue();
    }
}
