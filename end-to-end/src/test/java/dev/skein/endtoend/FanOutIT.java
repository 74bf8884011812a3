package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.App;
import dev.skein.catalog.Codecs;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topics;
import dev.skein.local.server.Kafka;
import dev.skein.local.system.LocalSystem;
import dev.skein.local.system.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * [author] and [home], each a process, on a broker of their own. {@code -Dskein.kills=20} kills them more often, {@code
 * -Dskein.seed=N} plays another history, {@code -Dskein.followers=1000000} lets the largest author have more followers, {@code
 * -Dskein.famous=10000} makes them famous.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FanOutIT {
    private static final int KILLS = Integer.getInteger("skein.kills", 2);
    private static final long SEED = Long.getLong("skein.seed", 1);
    private static final int PARTITIONS = 4;
    /** More than are reached in one step, even if that is asked for. */
    private static final int FOLLOWERS = Integer.getInteger("skein.followers", 20_000);

    /** Whoever has more followers is famous; 0: nobody, so that all is pushed. */
    private static final int FAMOUS = Integer.getInteger("skein.famous", 0);

    private static final boolean IS_LARGE_FAMOUS = FAMOUS > 0 && FOLLOWERS > FAMOUS;
    /** Readers, or partitions. */
    private static final int LARGE_REACH = IS_LARGE_FAMOUS ? PARTITIONS : 1 + FOLLOWERS;

    private static final int HEAP_MEGABYTES = 256 + FOLLOWERS / 2_000;
    private static final int TWEETS_AT_ONCE = 3;
    private static final Duration CAUGHT_UP = Eventually.STUCK.plusSeconds(FOLLOWERS / 2_000);
    /** Until a tweet has reached the largest author's followers, once these are known: another one before that would be work on top. */
    private static final Duration REACHED = Duration.ofSeconds(2 + FOLLOWERS / 20_000);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final Random random = new Random(SEED);
    private Path folder;
    private LocalSystem broker;
    private Path registry;
    private Map<String, String> configuration;
    private Hosted author;
    private Hosted home;
    private Hosted second;
    private Codecs codecs;
    private Village village;

    @BeforeAll
    void start() throws Exception {
        Path target = Path.of(System.getProperty("skein.target", "target"));
        Files.createDirectories(target);
        folder = Files.createTempDirectory(target.toAbsolutePath(), "kill");
        broker = LocalSystem.temporary(folder.resolve("broker"), 1, Map.of(), Set.of(Kafka.NAME));
        broker.start(Progress.SILENT);
        try (Admin admin = admin()) {
            admin.createTopics(Topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(PARTITIONS), (short) 1)
                                    .configs(topic.settings()))
                            .toList())
                    .all()
                    .get();
        }
        registry = Files.createDirectories(folder.resolve("schemas"));
        codecs = new Codecs(new FolderRegistry(registry));
        configuration = Map.of(
                "kafka.bootstrap-servers", broker.endpoints().kafka(),
                "partitions", Integer.toString(PARTITIONS),
                "famous.followers", Integer.toString(FAMOUS),
                "standbys", "1",
                "rocksdb.block-cache-megabytes", "32",
                "rocksdb.write-buffer-megabytes", "16",
                "timelines.snapshot-every", "PT2S");
        author = hosted("author", "author", 1);
        home = hosted("home", "home", 2);
        second = hosted("second", "home", 3);
        author.start();
        home.start();
        village = new Village(broker.endpoints().kafka(), codecs, PARTITIONS, FOLLOWERS, random);
        village.flush();
        author.awaitReady();
        home.awaitReady();
    }

    private Hosted hosted(String name, String applications, int port) throws IOException {
        Map<String, String> own = new HashMap<>(configuration);
        // Nobody asks there: it is by this that each knows what is its own.
        own.put("http.advertised", "127.0.0.1:" + port);
        return new Hosted(folder.resolve(name), applications, HEAP_MEGABYTES, registry, own);
    }

    @AfterAll
    void end() throws Exception {
        village.close();
        author.close();
        home.close();
        second.close();
        broker.close();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whoeverIsKilledUnderLoadEachEntryIsThereOnce() throws Exception {
        System.out.println("seed " + SEED + ", " + KILLS + " kills");
        // Given
        List<Hosted> both = List.of(author, home);

        // When
        for (int kill = 0; kill < KILLS; kill++) {
            List<Hosted> killed = kill % 3 == 0 ? both : List.of(both.get(kill % 3 - 1));
            busy(village, 60 + random.nextInt(200));
            for (Hosted hosted : killed) {
                hosted.kill();
            }
            busy(village, random.nextInt(60));
            for (Hosted hosted : killed) {
                hosted.start();
            }
            busy(village, random.nextInt(120));
            for (Hosted hosted : killed) {
                hosted.awaitReady();
            }
        }
        village.flush();

        // Then
        for (long reader : village.readers()) {
            String expected = expected(reader);
            Eventually.holds(CAUGHT_UP, () -> {
                author.requireRunning();
                assertThat(home.timeline(reader))
                        .as("seed %d, reader %d", SEED, reader)
                        .isEqualTo(expected);
            });
        }
        Eventually.holds(CAUGHT_UP, this::allFansHaveAll);
        System.out.println(village.readers().size() + " readers agree, and " + FOLLOWERS + " fans on "
                + village.home(village.fans().get(0)).size() + " entries and less");
    }

    private void allFansHaveAll() throws IOException {
        List<Long> fans = village.fans();
        String expected = "";
        for (int i = 0; i < fans.size(); i++) {
            if (Village.kindsOfFans().contains(i)) {
                expected = expected(fans.get(i));
            }
            assertThat(home.timeline(fans.get(i)))
                    .as("seed %d, fan %d", SEED, i)
                    .isEqualTo(expected);
        }
    }

    /** What the small one writes stands in the log of deliveries before the lists of the large one have come to their end. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aSmallAuthorNeverWaitsBehindALargeOne() throws Exception {
        try (ReachedReaders reached = new ReachedReaders(broker.endpoints().kafka(), codecs, PARTITIONS)) {
            // Given
            Eventually.holds(CAUGHT_UP.plus(REACHED.multipliedBy(3)), () -> {
                Village.Written probe = village.writeAtOnce(1);
                assertThat(reached.reaches(probe.large().get(0), LARGE_REACH, REACHED))
                        .isTrue();
                assertThat(reached.reaches(probe.medium().get(0), 1 + Village.MEDIUM, REACHED))
                        .isTrue();
            });

            // When
            Village.Written written = village.writeAtOnce(TWEETS_AT_ONCE);

            // Then
            long began = Id.millis(written.large().get(0));
            long small = lastOf(written.small(), 1 + Village.SMALL, reached);
            long medium = lastOf(written.medium(), 1 + Village.MEDIUM, reached);
            long large = lastOf(written.large(), LARGE_REACH, reached);
            System.out.printf(
                    "%d tweets each to 5, 9,000 and %,d followers: all reached after %d, %d and %d ms%n",
                    TWEETS_AT_ONCE, FOLLOWERS, small - began, medium - began, large - began);
            if (!IS_LARGE_FAMOUS) {
                assertThat(small).isLessThan(large);
                assertThat(medium).isLessThan(large);
            }
        }
    }

    private static long lastOf(List<Long> tweets, int readers, ReachedReaders reached) {
        return tweets.stream()
                .mapToLong(tweet -> reached.await(tweet, readers, CAUGHT_UP))
                .max()
                .orElseThrow();
    }

    /** What is in the log no more, and nobody asks followees for, can only come from what was held. */
    @Test
    @Order(Order.DEFAULT + 1)
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aStandbyAnswersAndTakesOverByWhatItHolds() throws Exception {
        // Given
        village.writeAtOnce(1);
        Map<Long, String> timelines = new HashMap<>();
        village.fans().stream()
                .collect(Collectors.toMap(fan -> Id.partition(fan, PARTITIONS), fan -> fan, (first, other) -> first))
                .values()
                .forEach(fan -> timelines.put(fan, expected(fan)));
        assertThat(timelines).hasSize(PARTITIONS);
        second.start();
        second.awaitReady();
        for (Hosted instance : List.of(home, second)) {
            Eventually.holds(CAUGHT_UP, () -> answers(instance, timelines));
        }
        deleteWhatWasDelivered();

        // When
        home.kill();

        // Then
        answers(second, timelines);
        village.writeAtOnce(1);
        timelines.replaceAll((fan, before) -> expected(fan));
        Eventually.holds(CAUGHT_UP, () -> answers(second, timelines));
    }

    private static void answers(Hosted instance, Map<Long, String> timelines) throws IOException {
        for (Map.Entry<Long, String> timeline : timelines.entrySet()) {
            assertThat(instance.timeline(timeline.getKey())).isEqualTo(timeline.getValue());
        }
    }

    /** All of it, as soon as [home] need not hear it again. */
    private void deleteWhatWasDelivered() throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> newest = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.DELIVERIES.name(), partition))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            Eventually.holds(CAUGHT_UP, () -> {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(App.HOME.id("skein"))
                        .partitionsToOffsetAndMetadata()
                        .get();
                admin.listOffsets(newest).all().get().forEach((partition, end) -> {
                    OffsetAndMetadata read = committed.get(partition);
                    assertThat(read == null ? -1 : read.offset()).isEqualTo(end.offset());
                    all.put(partition, RecordsToDelete.beforeOffset(end.offset()));
                });
            });
            admin.deleteRecords(all).all().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.endpoints().kafka()));
    }

    private static void busy(Village village, int deeds) {
        for (int deed = 0; deed < deeds; deed++) {
            village.happen();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private String expected(long reader) {
        return "whole" + village.home(reader).stream().map(id -> " " + id).collect(Collectors.joining());
    }
}
