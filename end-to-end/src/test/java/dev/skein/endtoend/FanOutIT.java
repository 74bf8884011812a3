package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * [author] and [home], each a process, on a broker of their own. {@code -Dskein.kills=20} kills them more often, {@code
 * -Dskein.seed=N} plays another history, {@code -Dskein.followers=1000000} lets the largest author have more followers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FanOutIT {
    private static final int KILLS = Integer.getInteger("skein.kills", 2);
    private static final long SEED = Long.getLong("skein.seed", 1);
    private static final int PARTITIONS = 4;
    /** More than are reached in one step, even if that is asked for. */
    private static final int FOLLOWERS = Integer.getInteger("skein.followers", 20_000);

    private static final int HEAP_MEGABYTES = 256 + FOLLOWERS / 2_000;
    private static final int TWEETS_AT_ONCE = 3;
    private static final Duration CAUGHT_UP = Duration.ofSeconds(60 + FOLLOWERS / 2_000);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final Random random = new Random(SEED);
    private Path folder;
    private LocalSystem broker;
    private Hosted author;
    private Hosted home;
    private Codecs codecs;
    private Village village;

    @BeforeAll
    void start() throws Exception {
        Path target = Path.of(System.getProperty("skein.target", "target"));
        Files.createDirectories(target);
        folder = Files.createTempDirectory(target.toAbsolutePath(), "kill");
        broker = LocalSystem.temporary(folder.resolve("broker"), 1, Map.of(), Set.of(Kafka.NAME));
        broker.start(Progress.SILENT);
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.endpoints().kafka()))) {
            admin.createTopics(Topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(PARTITIONS), (short) 1)
                                    .configs(topic.settings()))
                            .toList())
                    .all()
                    .get();
        }
        Path registry = Files.createDirectories(folder.resolve("schemas"));
        codecs = new Codecs(new FolderRegistry(registry));
        Map<String, String> configuration = Map.of(
                "kafka.bootstrap-servers", broker.endpoints().kafka(),
                "partitions", Integer.toString(PARTITIONS),
                "famous.followers", "0",
                "standbys", "0",
                "rocksdb.block-cache-megabytes", "32",
                "rocksdb.write-buffer-megabytes", "16",
                "timelines.snapshot-every", "PT2S");
        author = new Hosted(folder, "author", HEAP_MEGABYTES, registry, configuration);
        home = new Hosted(folder, "home", HEAP_MEGABYTES, registry, configuration);
        author.start();
        home.start();
        village = new Village(broker.endpoints().kafka(), codecs, PARTITIONS, FOLLOWERS, random);
        village.flush();
        author.awaitReady();
        home.awaitReady();
    }

    @AfterAll
    void end() throws Exception {
        village.close();
        author.close();
        home.close();
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
            Eventually.holds(CAUGHT_UP, () -> assertThat(home.timeline(reader))
                    .as("seed %d, reader %d", SEED, reader)
                    .isEqualTo(expected));
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
            Eventually.holds(CAUGHT_UP, () -> {
                long probe = village.writeAtOnce(1).large().get(0);
                assertThat(reached.reaches(probe, 1 + FOLLOWERS, Duration.ofSeconds(2)))
                        .isTrue();
            });

            // When
            Village.Written written = village.writeAtOnce(TWEETS_AT_ONCE);

            // Then
            long began = Id.millis(written.large().get(0));
            long small = lastOf(written.small(), 1 + Village.SMALL, reached);
            long medium = lastOf(written.medium(), 1 + Village.MEDIUM, reached);
            long large = lastOf(written.large(), 1 + FOLLOWERS, reached);
            System.out.printf(
                    "%d tweets each to 5, 9,000 and %,d followers: all reached after %d, %d and %d ms%n",
                    TWEETS_AT_ONCE, FOLLOWERS, small - began, medium - began, large - began);
            assertThat(small).isLessThan(large);
            assertThat(medium).isLessThan(large);
        }
    }

    private static long lastOf(List<Long> tweets, int readers, ReachedReaders reached) {
        return tweets.stream()
                .mapToLong(tweet -> reached.await(tweet, readers, CAUGHT_UP))
                .max()
                .orElseThrow();
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
