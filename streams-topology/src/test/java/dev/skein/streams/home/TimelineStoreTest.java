package dev.skein.streams.home;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.Id;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.SchemaRegistry;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.BadRecordException;
import dev.skein.streams.DeliveryLog;
import dev.skein.streams.Given;
import dev.skein.streams.TimelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store as Kafka Streams treats it: opened, asked where it ends, told what is committed, closed, called corrupted. */
class TimelineStoreTest {
    private static final TopicPartition LOG = new TopicPartition(Topics.DELIVERIES.name(), 0);
    private static final long ADA = user(1);
    private static final long CLEO = user(3);
    private static final long[] MANY = IntStream.rangeClosed(2, 4_000)
            .mapToLong(i -> Id.of(Id.EPOCH_MILLIS + i, 0, 0, 1))
            .toArray();

    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<Delivery> serde = new AvroSerde<>(Delivery.class, registry);

    private final DeliveryLog log = new DeliveryLog();
    private MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

    @TempDir
    private Path folder;

    @Test
    void itGoesOnWhereItWasClosed() {
        TimelineStore store = open();
        assertThat(store.committedOffset(LOG)).isNull();
        apply(store, 0, 40);
        store.commit(Map.of(LOG, 39L));
        apply(store, 40, 45);
        store.close();
        assertThatThrownBy(() -> ids(store)).isInstanceOf(InvalidStateStoreException.class);

        TimelineStore next = open();

        assertThat(next.committedOffset(LOG)).isEqualTo(44);
        next.ready();
        assertThat(ids(next)).startsWith(id(44)).hasSize(20);
        apply(next, 45, 46);
        assertThat(ids(next)).startsWith(id(45), id(44));
        assertThat(next.whole(CLEO)).isTrue();
    }

    @Test
    void aStoreThatIsOnlyAskedWhereItEndsWritesNothing() throws IOException {
        TimelineStore store = open();
        store.commit(Map.of(LOG, -4L));
        store.close();
        store.close();

        assertThat(snapshots()).isEmpty();
    }

    /** As Kafka Streams does at each start. */
    @Test
    void whatWasLoadedForAStoreThatIsOnlyAskedWhereItEndsIsKeptForTheNext() throws IOException {
        TimelineStore store = open();
        apply(store, 0, 30);
        store.close();
        TimelineEngine engine = new TimelineEngine(settings(), Runnable::run, Runnable::run);
        TimelineStore asked = open(engine, folder);
        assertThat(asked.committedOffset(LOG)).isEqualTo(29);
        asked.close();
        // Whoever read it again would find that it cannot be read.
        Files.writeString(folder.resolve("timelines").resolve("timelines.snapshot"), "nonsense");

        TimelineStore next = open(engine, folder);

        assertThat(next.committedOffset(LOG)).isEqualTo(29);
        next.ready();
        assertThat(ids(next)).startsWith(id(29)).hasSize(20);
        next.close();
        TimelineStore used = open(engine, folder);
        assertThat(used.committedOffset(LOG)).as("what was used is not kept").isNull();
    }

    /** Counting what shows a tweet takes longer than to read it. */
    @Test
    void whatIsLoadedIsReadBeforeItIsCounted() {
        TimelineStore store = open();
        apply(store, 0, 30);
        store.close();
        Deque<Runnable> waiting = new ArrayDeque<>();
        Executor loading = task -> waiting.add(task);
        TimelineStore next = open(new TimelineEngine(settings(), Runnable::run, loading), folder);
        waiting.remove().run();

        next.ready();
        assertThat(ids(next)).startsWith(id(29)).hasSize(20);
        assertThat(waiting).as("nobody has asked for more").isEmpty();
        next.look();
        assertThat(waiting).hasSize(1);
        assertThat(ids(next)).startsWith(id(29)).hasSize(20);
        waiting.remove().run();
        apply(next, 30, 31);

        assertThat(ids(next)).startsWith(id(30), id(29));
        next.close();
        assertThat(next.isOpen()).isFalse();
    }

    /** Nobody who asks where it ends, nor a commit, may wait for that. */
    @Test
    void theFirstToWriteHasAllOfThemCounted() throws IOException {
        for (String task : List.of("0_0", "0_1")) {
            TimelineStore store = open(new TimelineEngine(settings()), Files.createDirectories(folder.resolve(task)));
            apply(store, 0, 30);
            store.close();
        }
        List<Runnable> counting = new ArrayList<>();
        AtomicBoolean loaded = new AtomicBoolean();
        TimelineEngine engine = new TimelineEngine(settings(), Runnable::run, task -> {
            task.run();
            if (loaded.get()) {
                counting.add(task);
            }
        });
        TimelineStore one = open(engine, folder.resolve("0_0"));
        TimelineStore other = open(engine, folder.resolve("0_1"));
        loaded.set(true);
        one.commit(Map.of(LOG, 29L));
        assertThat(counting).isEmpty();

        apply(one, 30, 31);

        assertThat(counting).hasSize(2);
        assertThat(ids(one)).startsWith(id(30));
        assertThat(ids(other)).startsWith(id(29)).hasSize(20);
        apply(other, 30, 31);
        assertThat(counting).hasSize(2);
        assertThat(ids(other)).startsWith(id(30));
    }

    @Test
    void whatIsLoadedAheadIsUsedByTheStoreOfItsLogOnly() throws IOException {
        Path task = Files.createDirectories(folder.resolve("0_0"));
        log.is("its log", Map.of(0, 0L));
        TimelineStore store = open(new TimelineEngine(settings()), task);
        apply(store, 0, 30);
        store.close();
        TimelineEngine engine = new TimelineEngine(settings(), Runnable::run, Runnable::run);
        engine.ahead().load(folder, 1);
        byte[] snapshot = Files.readAllBytes(task.resolve("timelines").resolve("timelines.snapshot"));
        Files.writeString(task.resolve("timelines").resolve("timelines.snapshot"), "nonsense");

        TimelineStore next = open(engine, task);

        next.ready();
        assertThat(ids(next)).startsWith(id(29)).hasSize(20);
        next.close();
        Files.write(task.resolve("timelines").resolve("timelines.snapshot"), snapshot);
        engine.ahead().load(folder, 1);
        log.is("another", Map.of(0, 0L));
        TimelineStore foreign = open(engine, task);
        assertThat(foreign.committedOffset(LOG)).isNull();
        assertThat(ids(foreign)).isEmpty();
    }

    @Test
    void whenTheLogHasOutlivedTheSnapshotItIsUsedAndNobodyIsWhole() throws IOException {
        TimelineStore store = open();
        apply(store, 0, 30);
        store.close();
        TimelineStore told = open();
        told.ready();
        told.commit(Map.of());
        assertThat(told.committedOffset(LOG)).isNull();
        told.close();

        TimelineStore next = open();

        assertThat(next.committedOffset(LOG)).isNull();
        next.ready();
        assertThat(ids(next)).hasSize(20).startsWith(id(29));
        assertThat(next.whole(CLEO)).isFalse();
        apply(next, 90, 91);
        assertThat(ids(next)).startsWith(id(90), id(29));
        next.close();
        assertThat(snapshots()).containsExactly("timelines.snapshot");
        TimelineStore last = open();
        last.ready();
        assertThat(last.committedOffset(LOG)).isEqualTo(90);
        assertThat(last.whole(CLEO)).as("as long as nobody has rebuilt it").isFalse();
    }

    @Test
    void aLogThatDoesNotBeginAtItsBeginningLeavesNobodyWhole() {
        TimelineStore store = open();
        apply(store, 7, 9);

        assertThat(store.whole(CLEO)).isFalse();
    }

    @Test
    void aLogThatHasMovedOnIsNoticedBeforeItTellsAnything() {
        TimelineStore store = open();
        apply(store, 0, 30);
        store.close();
        log.is("", Map.of(0, 30L));
        TimelineStore inTime = open();
        inTime.ready();
        assertThat(inTime.committedOffset(LOG)).isEqualTo(29);
        assertThat(inTime.whole(CLEO)).isTrue();
        inTime.close();

        log.is("", Map.of(0, 31L));
        TimelineStore late = open();
        late.ready();
        assertThat(late.committedOffset(LOG)).isNull();
        assertThat(late.whole(CLEO)).isFalse();
        assertThat(ids(late)).hasSize(20);
        late.close();

        log.is("another", Map.of(0, 31L));
        TimelineStore empty = open();
        assertThat(empty.whole(CLEO)).isFalse();
        assertThat(ids(empty)).isEmpty();
    }

    /** A retweet that was on its way when its tweet was deleted stands in the log behind the deletion, and that is where the log now begins. */
    @Test
    void whatCameLateJustBehindAGapMakesNobodyWhole() {
        Instant started = Instant.ofEpochMilli(NOON).plus(Duration.ofHours(2));
        TimelineStore store = open(new TimelineSettings(
                Long.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(30), log, Clock.fixed(started, ZoneOffset.UTC)));
        Tweet deleted = tweet(idAt(user(100), NOON - 60_000), user(100)).build();
        Retweet late = new Retweet(idAt(ADA, NOON - 50_000), Given.author(ADA));

        returnToNothing(store, 7, NOON);
        store.apply(9, NOON + 2, delivery(Histories.fannedOut(deleted, late, CLEO)));
        assertThat(store.whole(CLEO)).isFalse();
        store.apply(10, started.toEpochMilli() + 1, delivery());
        assertThat(store.whole(CLEO)).isFalse();

        returnToNothing(store, 11, started.toEpochMilli() + 2);
        assertThat(store.whole(CLEO)).isTrue();
        assertThat(ids(store)).isEmpty();
    }

    /** And what she follows answers that there is nothing. */
    private void returnToNothing(TimelineStore store, int offset, long at) {
        store.apply(offset, at, delivery(new ReaderReturned(CLEO, at, ReaderIds.encode(new long[] {ADA}, 0, 1))));
        store.apply(offset + 1, at, delivery(new Backfilled(CLEO, ADA, List.of(), at, null, List.of())));
    }

    @Test
    void recordsThatCannotBeReadAreNoGap() {
        TimelineStore store = open();
        apply(store, 0, 1);
        assertThatThrownBy(() -> store.apply(1, NOON, new byte[] {1, 2, 3})).isInstanceOf(BadRecordException.class);
        assertThatThrownBy(() -> store.apply(2, NOON, null)).isInstanceOf(BadRecordException.class);
        store.close();

        TimelineStore next = open();
        next.ready();
        apply(next, 3, 4);

        assertThat(next.whole(CLEO)).isTrue();
        assertThat(ids(next)).containsExactly(id(3), id(0));
    }

    @Test
    void theBoundIsKept() {
        TimelineStore store =
                open(new TimelineSettings(2_000_000, Duration.ofDays(1), Duration.ofDays(30), log, clock()));
        for (int n = 0; n < 60; n++) {
            store.apply(n, NOON, bytes(n, MANY));
            store.commit(Map.of(LOG, (long) n));
            assertThat(store.size().bytes()).isLessThanOrEqualTo(2_000_000);
        }
        assertThat(store.size().entries()).isBetween(50_000L, 230_000L);
    }

    @Test
    void theBoundIsKeptWhileTheLogIsRead() {
        TimelineStore store =
                open(new TimelineSettings(2_000_000, Duration.ofDays(1), Duration.ofDays(30), log, clock()));
        for (int n = 0; n < 60; n++) {
            store.restore(List.of(new ConsumerRecord<>(LOG.topic(), 0, n, new byte[0], bytes(n, MANY))));
            assertThat(store.size().bytes()).isLessThanOrEqualTo(2_000_000);
        }
        assertThat(store.size().entries()).isBetween(50_000L, 230_000L);
    }

    @Test
    void whatItHoldsIsToldAsMetrics() {
        TimelineStore store = open();
        apply(store, 0, 40);

        Map<String, Object> told = new HashMap<>();
        context.metrics().metrics().forEach((name, metric) -> {
            if (name.group().equals("stream-timelines-metrics")) {
                assertThat(name.tags()).containsEntry("task-id", "0_0");
                told.put(name.name(), metric.metricValue());
            }
        });

        Timelines.Size size = store.size();
        assertThat(told)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "readers",
                        1.0,
                        "entries",
                        40.0,
                        "tweets",
                        40.0,
                        "retweets",
                        0.0,
                        "entry-bytes",
                        (double) size.entryBytes(),
                        "shown-bytes",
                        (double) size.shownBytes(),
                        "standing-bytes",
                        (double) size.standingBytes(),
                        "snapshot-age-seconds",
                        -1.0));
        store.close();
        assertThat(context.metrics().metrics().keySet())
                .noneMatch(name -> name.group().equals("stream-timelines-metrics"));
    }

    private TimelineStore open() {
        return open(settings());
    }

    private TimelineSettings settings() {
        return new TimelineSettings(Long.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(30), log, clock());
    }

    private static Clock clock() {
        return Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC);
    }

    private TimelineStore open(TimelineSettings settings) {
        return open(new TimelineEngine(settings), folder);
    }

    private TimelineStore open(TimelineEngine engine, Path task) {
        TimelineStore store = new TimelineStore(new DeliveryReader(registry, new RecentTweets()), 1, engine);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        context = new MockProcessorContext<>(properties, new TaskId(0, 0), task.toFile());
        StateStoreContext storeContext = context.getStateStoreContext();
        store.init(storeContext, store);
        return store;
    }

    private void apply(TimelineStore store, int from, int to) {
        for (int n = from; n < to; n++) {
            store.apply(n, NOON, bytes(n, CLEO));
        }
    }

    private byte[] bytes(int n, long... readers) {
        return delivery(Histories.fannedOut(tweet(id(n), ADA).build(), null, readers));
    }

    private byte[] delivery(Object... changes) {
        return Objects.requireNonNull(serde.serialize(Topics.DELIVERIES.name(), new Delivery(List.of(changes))));
    }

    private List<Long> ids(TimelineStore store) {
        return store.page(CLEO, Timelines.NEWEST, 20, Histories.EVERYBODY).stream()
                .map(TimelineEntry::id)
                .toList();
    }

    private List<String> snapshots() throws IOException {
        try (var files = Files.list(folder.resolve("timelines"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static long id(int n) {
        return idAt(ADA, Given.NOON + n);
    }
}
