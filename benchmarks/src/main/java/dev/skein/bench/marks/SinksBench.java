package dev.skein.bench.marks;

import dev.skein.bench.client.Json;
import dev.skein.bench.load.Removal;
import dev.skein.bench.load.Results;
import dev.skein.bench.replay.Words;
import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topics;
import dev.skein.local.server.Cassandra;
import dev.skein.local.server.Connect;
import dev.skein.local.server.Elasticsearch;
import dev.skein.local.server.Kafka;
import dev.skein.local.server.SchemaRegistry;
import dev.skein.local.system.LocalSystem;
import dev.skein.local.system.Progress;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Both sinks with all that they need, as processes of their own in a temporary folder that is gone afterwards. */
final class SinksBench implements AutoCloseable {
    private static final String SEARCH = "search-1";
    private static final String ARCHIVE = "archive";
    private static final Set<String> SERVERS =
            Set.of(Kafka.NAME, SchemaRegistry.NAME, Connect.NAME, Elasticsearch.NAME, Cassandra.NAME);
    private static final int AUTHORS = 10_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration ROUND_MAX = Duration.ofMinutes(10);

    private final LocalSystem system;
    private final Removal removal;
    private final HttpClient http = HttpClient.newHttpClient();
    private long lastMillis = System.currentTimeMillis() - Duration.ofDays(100).toMillis();

    private SinksBench(LocalSystem system, Path folder) {
        this.system = system;
        this.removal = new Removal(folder, system::close);
    }

    static SinksBench start(PrintStream out) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("skein-bench");
        SinksBench bench = new SinksBench(LocalSystem.temporary(folder, 1, Map.of(), SERVERS), folder);
        out.println("Starting a broker, a registry, Connect, Elasticsearch and Cassandra in " + folder);
        try {
            bench.system.start(Progress.SILENT);
        } catch (IOException | InterruptedException | RuntimeException e) {
            bench.close();
            throw e;
        }
        return bench;
    }

    /** @param round those before 1 warm up and do not count */
    void round(int round, int tweets, Results results, PrintStream out) throws IOException, InterruptedException {
        for (String sink : List.of(SEARCH, ARCHIVE)) {
            call("PUT", "/connectors/" + sink + "/pause");
            awaitState(sink, "PAUSED");
        }
        write(tweets);
        for (String sink : List.of(SEARCH, ARCHIVE)) {
            double perSecond = tweets / seconds(sink);
            out.printf(Locale.ROOT, "round %d: %s %,.0f a second%n", round, sink, perSecond);
            if (round > 0) {
                boolean search = sink.equals(SEARCH);
                results.add(
                        search ? "sinks.documents_per_second" : "sinks.rows_per_second",
                        search ? "doc/s" : "row/s",
                        perSecond);
            }
        }
    }

    private void write(int tweets) {
        try (AvroSerde<Tweet> serde = new AvroSerde<>(
                        Tweet.class, new HttpSchemaRegistry(system.endpoints().registry()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                system.endpoints().kafka(),
                                ProducerConfig.LINGER_MS_CONFIG,
                                5),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            String topic = Topics.TWEET_STATE.name();
            for (int i = 0; i < tweets; i++) {
                int author = i % AUTHORS;
                long authorId = Id.of(Id.EPOCH_MILLIS + author, 0, 0, author % Id.SHARDS);
                long id = Id.of(++lastMillis, 0, 0, author % Id.SHARDS);
                String name = "person" + author;
                Tweet tweet = new Tweet(
                        id,
                        new Author(authorId, name, name, 1L),
                        Words.text(i, "", ""),
                        null,
                        null,
                        null,
                        null,
                        Words.hashtags(i, ""),
                        List.of(),
                        List.of(),
                        lastMillis,
                        null,
                        id);
                @SuppressWarnings("unused") // What is missing shows: the group would not come to its end.
                var sent = producer.send(new ProducerRecord<>(
                        topic,
                        Id.partition(id, system.settings().partitions()),
                        ByteBuffer.allocate(Long.BYTES).putLong(id).array(),
                        Objects.requireNonNull(serde.serialize(topic, tweet))));
            }
            producer.flush();
        }
    }

    /** From letting it go until its group has committed the end of the topic. */
    private double seconds(String sink) throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, system.endpoints().kafka());
        try (Admin admin = Admin.create(properties)) {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            for (int partition = 0; partition < system.settings().partitions(); partition++) {
                asked.put(new TopicPartition(Topics.TWEET_STATE.name(), partition), OffsetSpec.latest());
            }
            var ends = admin.listOffsets(asked).all().get();
            long begin = System.nanoTime();
            call("PUT", "/connectors/" + sink + "/resume");
            while (true) {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("connect-" + sink)
                        .partitionsToOffsetAndMetadata()
                        .get();
                long done = System.nanoTime();
                if (ends.entrySet().stream().allMatch(end -> {
                    OffsetAndMetadata at = committed.get(end.getKey());
                    return end.getValue().offset() == 0
                            || (at != null && at.offset() >= end.getValue().offset());
                })) {
                    return (done - begin) / 1e9;
                }
                if (done - begin > ROUND_MAX.toNanos()) {
                    throw new IOException(sink + " does not come to the end of its topic");
                }
                Drain.pause(LOOK_EVERY);
            }
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not answer", e);
        }
    }

    private void awaitState(String sink, String state) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!call("GET", "/connectors/" + sink + "/tasks/0/status").contains(Json.quoted(state))) {
            if (System.nanoTime() - begin > ROUND_MAX.toNanos()) {
                throw new IOException(sink + " does not become " + state);
            }
            Drain.pause(LOOK_EVERY);
        }
    }

    private String call(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(system.endpoints().connect() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() throws IOException {
        removal.close();
    }
}
