package dev.skein.streams.home;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.SchemaRegistry;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.activity.Seen;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.streams.DeliveryLog;
import dev.skein.streams.TimelineSettings;
import dev.skein.streams.TimelineWatch;
import dev.skein.streams.disorder.Broker;
import dev.skein.streams.disorder.LooseTask;
import dev.skein.streams.disorder.MemoryTopic;
import dev.skein.streams.home.RelationProcessor.By;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** [home] without Kafka Streams: what {@link HomeTopology} connects, connected by hand. The store of timelines is restored as Kafka Streams does. */
final class LooseHome extends LooseTask {
    private static final String BY_BLOCKED = "blocks-by-blocked";
    private static final Duration SNAPSHOT_EVERY = Duration.ofSeconds(20);
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    private static final SchemaRegistry REGISTRY = new InMemorySchemaRegistry();
    private static final AvroSerde<Delivery> SERDE = new AvroSerde<>(Delivery.class, REGISTRY);

    private final Duration inactiveAfter;
    private final Path folder;
    private final DeliveryLog log = new DeliveryLog();
    private final Queue<Runnable> writing = new ArrayDeque<>();

    private RelationProcessor relations;
    private RelationProcessor blockedBy;
    private SeenProcessor seen;
    private DeliveryProcessor deliveries;
    private TimelineEngine engine;
    private TimelineStore timelines;
    private RelationCache cache;

    @SuppressWarnings("NullAway.Init") // Made at each start.
    LooseHome(Broker broker, TaskId id, StreamsMetrics metrics, Path folder, Duration inactiveAfter) {
        super(
                broker,
                id,
                metrics,
                folder,
                List.of(Topics.DELIVERIES.name(), Topics.FOLLOWS.name(), Topics.ACTIVITY.name(), BY_BLOCKED));
        this.folder = folder;
        this.inactiveAfter = inactiveAfter;
        Stream.of(Stores.RELATIONS, Stores.LAST_SEEN, InnerStores.AUTHORSHIP).forEach(this::keep);
        start();
    }

    TimelineStore timelines() {
        return timelines;
    }

    /** Memory is short. */
    void dropUnseen(long bytes) {
        engine.count();
        timelines.state().dropUnseen(bytes);
    }

    Relations relations(long reader) {
        return java.util.Objects.requireNonNull(cache.of(reader));
    }

    /** A snapshot that is under way is written, perhaps long after it was begun. */
    void writeSnapshots() {
        while (!writing.isEmpty()) {
            writing.remove().run();
        }
    }

    /** It ends in order and starts again. */
    void stopAndGoOn() {
        writeSnapshots();
        commit();
        timelines.close();
        start();
    }

    /** Its disk is lost: nothing but the topics is left. */
    void loseDisk() {
        try (Stream<Path> files = Files.list(folder.resolve("timelines"))) {
            files.forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void open() {
        // Whoever wrote before was killed with the process.
        writing.clear();
        MemoryTopic topic = broker().topic(Topics.DELIVERIES.name());
        log.is("log", Map.of(partition(), topic.start(partition())));
        InstantSource now = () -> Instant.ofEpochMilli(broker().now());
        Clock clock = now.withZone(ZoneOffset.UTC);
        TimelineSettings settings =
                new TimelineSettings(Long.MAX_VALUE, SNAPSHOT_EVERY, ALWAYS, log, clock, new TimelineWatch());
        engine = new TimelineEngine(settings, writing::add, Runnable::run);
        timelines = new TimelineStore(new DeliveryReader(REGISTRY, new RecentTweets()), broker().partitions(), engine);
        cache = new RelationCache(RelationCache.RELATIONS_MAX);
        add(timelines);
        add(cache);
        restore(topic);
        relations = new RelationProcessor(By.THEMSELVES);
        relations.init(context(record -> {}));
        blockedBy = new RelationProcessor(By.OTHER);
        blockedBy.init(context(record -> {}));
        seen = new SeenProcessor(inactiveAfter, broker().partitions(), settings.watch());
        seen.init(this.<Long, Delivery>context(record -> send(Topics.DELIVERIES.name(), record.key(), record.value())));
        deliveries = new DeliveryProcessor(ALWAYS, broker().partitions());
        deliveries.init(this.<Long, RebuildRequest>context(
                record -> send(Topics.REBUILDS.name(), record.key(), record.value())));
    }

    private void restore(MemoryTopic topic) {
        Long from = timelines.committedOffset(new TopicPartition(Topics.DELIVERIES.name(), partition()));
        timelines.ready();
        long offset = Math.max(topic.start(partition()), from == null ? 0 : from + 1);
        for (; offset < committed(Topics.DELIVERIES.name()); offset++) {
            MemoryTopic.Entry entry = topic.read(partition(), offset);
            timelines.apply(offset, entry.time(), bytes(entry.value()));
        }
    }

    @Override
    protected void process(String topic, MemoryTopic.Entry entry) {
        Object value = entry.value();
        if (value instanceof FollowEvent event) {
            boolean block = event.getKind() == FollowEventKind.BLOCK || event.getKind() == FollowEventKind.UNBLOCK;
            if (topic.equals(BY_BLOCKED)) {
                blockedBy.process(new Record<>(entry.key(), event, entry.time()));
                return;
            }
            relations.process(new Record<>(entry.key(), event, entry.time()));
            if (block) {
                send(BY_BLOCKED, event.getTargetId(), event);
            }
            seen.process(new Record<>(entry.key(), event.getAt(), entry.time()));
        } else if (value instanceof Seen here) {
            seen.process(new Record<>(entry.key(), here.getAt(), entry.time()));
        } else {
            deliveries.process(new Record<>(new byte[0], bytes(value), entry.time()));
        }
    }

    private byte @Nullable [] bytes(Object delivery) {
        return SERDE.serialize(Topics.DELIVERIES.name(), (Delivery) delivery);
    }
}
