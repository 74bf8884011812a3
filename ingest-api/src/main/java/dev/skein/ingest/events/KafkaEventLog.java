package dev.skein.ingest.events;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.Id;
import dev.skein.catalog.SchemaRegistry;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.http.ApiException;
import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.activity.Revocation;
import dev.skein.schemas.follow.Dismissal;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.TweetEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event log on Kafka: idempotent, acknowledged by all in-sync replicas, each event in the partition of its key's shard.
 *
 * <p>Nothing waits here but, for a moment, a full buffer: a broker that is away fills it and then writes fail at once, instead of collecting what nobody waits for any more.
 */
public final class KafkaEventLog implements EventLog, AutoCloseable {
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration MAX_BLOCK = Duration.ofMillis(500);
    private static final Duration METADATA_MAX_IDLE = Duration.ofHours(24);
    private static final int LINGER_MS = 1;
    private static final int BATCH_BYTES = 64 * 1024;
    private static final long BUFFER_BYTES = 32L * 1024 * 1024;
    private static final List<Topic<?, ? extends SpecificRecord>> WRITTEN = List.of(
            Topics.TWEETS,
            Topics.RETWEETS,
            Topics.FOLLOWS,
            Topics.DISMISSALS,
            Topics.LIKES,
            Topics.NOTIFICATION_READS,
            Topics.REVOCATIONS);
    private static final Logger log = LoggerFactory.getLogger(KafkaEventLog.class);

    private final Producer<byte[], byte[]> producer;
    private final BrokerTopics topics;
    private final int partitions;
    private final SchemaRegistry registry;
    private final AvroSerde<TweetEvent> tweets;
    private final AvroSerde<RetweetEvent> retweets;
    private final AvroSerde<FollowEvent> follows;
    private final AvroSerde<Dismissal> dismissals;
    private final AvroSerde<ReactionEvent> likes;
    private final AvroSerde<NotificationsRead> notificationReads;
    private final AvroSerde<Revocation> revocations;
    private final Map<String, Counter> written = new HashMap<>();
    private final Counter failed;
    private volatile String missing = "not tried yet";

    /**
     * Connects in the background.
     *
     * @param partitions how many partitions every topic has
     */
    public static KafkaEventLog connect(
            String bootstrapServers, int partitions, SchemaRegistry registry, MeterRegistry meters) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        // Asked of the admin client: a producer that asks for a topic may thereby make it, with one partition.
        Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "skein-ingest"));
        return new KafkaEventLog(producer, new BrokerTopics(admin), partitions, registry, meters);
    }

    KafkaEventLog(
            Producer<byte[], byte[]> producer,
            BrokerTopics topics,
            int partitions,
            SchemaRegistry registry,
            MeterRegistry meters) {
        this.topics = topics;
        this.producer = producer;
        this.partitions = Id.requirePartitions(partitions);
        this.registry = registry;
        this.tweets = new AvroSerde<>(TweetEvent.class, registry);
        this.retweets = new AvroSerde<>(RetweetEvent.class, registry);
        this.follows = new AvroSerde<>(FollowEvent.class, registry);
        this.dismissals = new AvroSerde<>(Dismissal.class, registry);
        this.likes = new AvroSerde<>(ReactionEvent.class, registry);
        this.notificationReads = new AvroSerde<>(NotificationsRead.class, registry);
        this.revocations = new AvroSerde<>(Revocation.class, registry);
        for (Topic<?, ? extends SpecificRecord> topic : WRITTEN) {
            written.put(
                    topic.name(),
                    Counter.builder("skein.events.written")
                            .tag("topic", topic.name())
                            .register(meters));
        }
        this.failed = Counter.builder("skein.events.failed").register(meters);
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "skein-ingest");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        // What comes while the broker is at one request goes with the next: the busier it is, the fuller they are.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        // Anyone's client shall read the topics: some, kafkajs among them, know no lz4, snappy or zstd.
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_MAX_IDLE.toMillis());
        return settings;
    }

    /** Looks whether the topics are there, cut as expected, and their schemas registered. Blocks for a moment; {@link #missing()} then says what it found. */
    public boolean prepare() {
        try {
            for (Topic<?, ? extends SpecificRecord> topic : WRITTEN) {
                int found = topics.partitions(topic.name());
                if (found != partitions) {
                    missing = "topic " + topic.name() + " has " + found + " partitions, skein.partitions is "
                            + partitions;
                    return false;
                }
            }
            registry.register(AvroSerde.subject(Topics.TWEETS.name()), TweetEvent.getClassSchema());
            registry.register(AvroSerde.subject(Topics.RETWEETS.name()), RetweetEvent.getClassSchema());
            registry.register(AvroSerde.subject(Topics.FOLLOWS.name()), FollowEvent.getClassSchema());
            registry.register(AvroSerde.subject(Topics.DISMISSALS.name()), Dismissal.getClassSchema());
            registry.register(AvroSerde.subject(Topics.LIKES.name()), ReactionEvent.getClassSchema());
            registry.register(AvroSerde.subject(Topics.NOTIFICATION_READS.name()), NotificationsRead.getClassSchema());
            registry.register(AvroSerde.subject(Topics.REVOCATIONS.name()), Revocation.getClassSchema());
            missing = "";
            return true;
        } catch (BrokerTopics.UnknownException e) {
            missing = String.valueOf(e.getMessage());
        } catch (SchemaRegistry.RegistryException e) {
            missing = "the schema registry: " + e.getMessage();
        }
        return false;
    }

    /** What is missing before events can be written, empty if nothing is. */
    public String missing() {
        return missing;
    }

    @Override
    public CompletableFuture<Void> write(TweetEvent event, long atMillis) {
        return send(Topics.TWEETS, event.getTweet().getId(), tweets, event, atMillis);
    }

    @Override
    public CompletableFuture<Void> write(RetweetEvent event) {
        return send(Topics.RETWEETS, event.getRetweeter().getId(), retweets, event, event.getAt());
    }

    @Override
    public CompletableFuture<Void> write(FollowEvent event) {
        return send(Topics.FOLLOWS, event.getActorId(), follows, event, event.getAt());
    }

    @Override
    public CompletableFuture<Void> write(Dismissal event) {
        return send(Topics.DISMISSALS, event.getUserId(), dismissals, event, event.getAt());
    }

    @Override
    public CompletableFuture<Void> write(ReactionEvent event) {
        return send(Topics.LIKES, event.getUserId(), likes, event, event.getAt());
    }

    @Override
    public CompletableFuture<Void> write(NotificationsRead event) {
        return send(Topics.NOTIFICATION_READS, event.getUserId(), notificationReads, event, event.getAt());
    }

    @Override
    public CompletableFuture<Void> write(Revocation revocation, long atMillis) {
        byte[] key = revocation.getSubject().getBytes(StandardCharsets.UTF_8);
        return send(Topics.REVOCATIONS, null, key, revocations, revocation, atMillis);
    }

    private <T extends SpecificRecord> CompletableFuture<Void> send(
            Topic<Long, T> topic, long key, AvroSerde<T> serde, T event, long atMillis) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(key).array();
        return send(topic, Id.partition(key, partitions), bytes, serde, event, atMillis);
    }

    /** @param partition null for the one that Kafka chooses by the key */
    private <T extends SpecificRecord> CompletableFuture<Void> send(
            Topic<?, T> topic, @Nullable Integer partition, byte[] key, AvroSerde<T> serde, T event, long atMillis) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!missing.isEmpty()) {
            // Asking for schemas or topics that are not there would hold the caller's thread.
            done.completeExceptionally(ApiException.unavailable("Events cannot be written yet: " + missing));
            return done;
        }
        try {
            byte[] value = serde.serialize(topic.name(), event);
            var unused = producer.send(
                    new ProducerRecord<>(topic.name(), partition, atMillis, key, value), (metadata, failure) -> {
                        if (failure == null) {
                            Objects.requireNonNull(written.get(topic.name())).increment();
                            done.complete(null);
                        } else {
                            fail(topic, failure, done);
                        }
                    });
        } catch (KafkaException | SchemaRegistry.RegistryException e) {
            fail(topic, e, done);
        }
        return done;
    }

    private void fail(Topic<?, ?> topic, Exception failure, CompletableFuture<Void> done) {
        failed.increment();
        log.warn("An event could not be written to {}: {}", topic.name(), failure.toString());
        done.completeExceptionally(
                ApiException.unavailable(
                        "It could not be written in time. It may be there nevertheless; repeat it, with the same Idempotency-Key where there is one."));
    }

    /** Waits for what is under way, and closes. */
    @Override
    public void close() {
        producer.close(DELIVERY_TIMEOUT);
        topics.close();
    }
}
