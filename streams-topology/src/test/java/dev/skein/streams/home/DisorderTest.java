package dev.skein.streams.home;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.activity.Seen;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Edited;
import dev.skein.schemas.delivery.Fame;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.ReaderGone;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.schemas.delivery.RetweetUndone;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.user.User;
import dev.skein.streams.Thresholds;
import dev.skein.streams.author.LooseAuthor;
import dev.skein.streams.disorder.Broker;
import dev.skein.streams.disorder.LooseTask;
import dev.skein.streams.disorder.MemoryTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Thousands of small worlds against {@link World}, while everything happens in any order that Kafka allows: what one task tells
 * another arrives late, topics are read one before the other, tasks are killed with a part of what they did, start with a
 * snapshot, without one, and after the log has expired. When all is quiet, everybody reads what stands, once and whole.
 *
 * <p>Each history has a seed, which a failure names; {@code -Dskein.histories=N} runs more, {@code -Dskein.history=SEED} one.
 */
class DisorderTest {
    private static final int HISTORIES = Integer.getInteger("skein.histories", 500);
    private static final int PARTITIONS = 2;
    private static final int PEOPLE = 7;
    private static final int ROUNDS = 3;
    private static final int STEPS = 140;
    /** Whoever has more than three followers is famous, lists of more than two readers go on step by step. */
    private static final Thresholds THRESHOLDS = new Thresholds(3, Duration.ofMinutes(15));

    private static final int LIST_MAX = 2;

    private enum Deed {
        EVENT,
        STEP,
        ARRIVE,
        FLUSH,
        COMMIT,
        SECOND,
        SNAPSHOT,
        CRASH,
        STOP,
        LOSE_DISK,
        EXPIRE,
        DROP
    }

    private static final Path IN_MEMORY = Path.of("/dev/shm");

    private final Path folder;

    DisorderTest() throws IOException {
        // A snapshot waits for the disk.
        folder = Files.isWritable(IN_MEMORY)
                ? Files.createTempDirectory(IN_MEMORY, "skein-disorder")
                : Files.createTempDirectory("skein-disorder");
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private final StreamsMetrics metrics = new MockProcessorContext<Void, Void>().metrics();
    private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
    private final Map<Class<?>, Integer> delivered = new HashMap<>();
    private long continued;

    @Test
    void whateverComesFirstAndWhoeverIsKilledEverybodyReadsWhatStands() throws IOException {
        long one = Long.getLong("skein.history", -1);
        for (long seed = one < 0 ? 1 : one; seed <= (one < 0 ? HISTORIES : one); seed++) {
            new History(seed).run();
        }
        System.out.println(HISTORIES + " histories with seeds from 1: " + done + ", delivered " + delivered
                + ", steps of long lists " + continued);
        if (one < 0) {
            assertThat(done).containsOnlyKeys(Deed.values());
            assertThat(delivered.keySet())
                    .containsAll(List.of(
                            FannedOut.class,
                            Published.class,
                            Backfilled.class,
                            Edited.class,
                            Deleted.class,
                            RetweetUndone.class,
                            Fame.class,
                            ReaderGone.class,
                            ReaderReturned.class));
            assertThat(continued).isPositive();
        }
    }

    /** One world on two partitions. */
    private final class History {
        private final long seed;
        private final Random random;
        private final Broker broker = new Broker(PARTITIONS, NOON);
        private final List<LooseAuthor> authors = new ArrayList<>();
        private final List<LooseHome> homes = new ArrayList<>();
        private final List<LooseTask> tasks = new ArrayList<>();
        private final World world;

        History(long seed) throws IOException {
            this.seed = seed;
            this.random = new Random(seed);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TaskId id = new TaskId(0, partition);
                Path disk = Files.createDirectories(folder.resolve("disk" + partition));
                authors.add(new LooseAuthor(broker, id, metrics, THRESHOLDS, LIST_MAX));
                LooseHome home = new LooseHome(broker, id, metrics, disk, THRESHOLDS.inactiveAfter());
                homes.add(home);
            }
            tasks.addAll(authors);
            tasks.addAll(homes);
            long[] people = IntStream.range(0, PEOPLE)
                    .mapToLong(i -> user(1 + i * Id.SHARDS / PEOPLE))
                    .toArray();
            for (long person : people) {
                authors.get(Id.partition(person, PARTITIONS))
                        .store(Stores.USERS)
                        .put(person, new User(person, "user" + person, "X", "", 1L, 1L));
            }
            tasks.forEach(LooseTask::commit);
            this.world = World.inAnyOrder(people, random, new World.Told() {
                @Override
                public void follow(FollowEvent event) {
                    broker.write(Topics.FOLLOWS.name(), event.getActorId(), event);
                }

                @Override
                public void tweet(TweetEvent event) {
                    broker.write(Topics.TWEETS.name(), event.getTweet().getId(), event);
                }

                @Override
                public void retweet(RetweetEvent event) {
                    broker.write(Topics.RETWEETS.name(), event.getRetweeter().getId(), event);
                }

                @Override
                public void seen(long person, long at) {
                    broker.write(Topics.ACTIVITY.name(), person, new Seen(person, at));
                }
            });
        }

        void run() throws IOException {
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    for (int step = 0; step < STEPS; step++) {
                        Deed deed = deed();
                        done.merge(deed, 1, Integer::sum);
                        happen(deed);
                    }
                    if (random.nextBoolean()) {
                        beAway();
                    }
                    settle();
                    check(round);
                    if (random.nextInt(3) == 0) {
                        // What was remembered for the sake of what was under way is forgotten.
                        homes.forEach(LooseTask::day);
                        homes.forEach(LooseTask::day);
                    }
                }
                count();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("history " + seed + ": " + e, e);
            } finally {
                for (LooseHome home : homes) {
                    home.timelines().close();
                    home.loseDisk();
                }
            }
        }

        private void count() {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                MemoryTopic log = broker.topic(Topics.DELIVERIES.name());
                for (long offset = log.start(partition); offset < log.end(partition); offset++) {
                    ((Delivery) log.read(partition, offset).value())
                            .getChanges()
                            .forEach(change -> delivered.merge(change.getClass(), 1, Integer::sum));
                }
                continued += broker.topic(Topics.CONTINUATIONS.name()).end(partition);
            }
        }

        private Deed deed() {
            int throwOf = random.nextInt(200);
            if (throwOf < 30) {
                return Deed.EVENT;
            }
            if (throwOf < 130) {
                return Deed.STEP;
            }
            if (throwOf < 170) {
                return Deed.ARRIVE;
            }
            return switch (throwOf) {
                case 170, 171, 172, 173, 174, 175 -> Deed.FLUSH;
                case 176, 177, 178, 179, 180, 181 -> Deed.COMMIT;
                case 182, 183, 184 -> Deed.SECOND;
                case 185, 186 -> Deed.SNAPSHOT;
                case 187, 188, 189, 190 -> Deed.CRASH;
                case 191 -> Deed.STOP;
                case 192 -> random.nextInt(3) == 0 ? Deed.LOSE_DISK : Deed.CRASH;
                case 193 -> random.nextInt(6) == 0 ? Deed.EXPIRE : Deed.CRASH;
                case 194 -> Deed.DROP;
                default -> Deed.STEP;
            };
        }

        private void happen(Deed deed) {
            LooseTask task = tasks.get(random.nextInt(tasks.size()));
            LooseHome home = homes.get(random.nextInt(PARTITIONS));
            switch (deed) {
                case EVENT -> {
                    broker.pass(100);
                    world.happen(broker.now());
                }
                case STEP -> {
                    for (int left = 1 + random.nextInt(6); left > 0; left--) {
                        task.step(random);
                    }
                }
                case ARRIVE -> task.deliver(1 + random.nextInt(4));
                case FLUSH -> task.flushNow();
                case COMMIT -> task.commit();
                case SECOND -> second();
                case SNAPSHOT -> home.writeSnapshots();
                case CRASH -> task.crash(random);
                case STOP -> home.stopAndGoOn();
                case LOSE_DISK -> {
                    home.loseDisk();
                    home.crash(random);
                }
                case EXPIRE -> {
                    MemoryTopic log = broker.topic(Topics.DELIVERIES.name());
                    int partition = homes.indexOf(home);
                    long kept = random.nextInt((int) (log.end(partition) - log.start(partition)) + 1);
                    if (random.nextBoolean()) {
                        home.loseDisk();
                    }
                    log.expire(partition, log.end(partition) - kept);
                    home.crash(random);
                }
                case DROP -> home.dropUnseen(1 + random.nextInt(2_000));
            }
        }

        private void second() {
            broker.pass(1_000);
            tasks.forEach(LooseTask::look);
        }

        /** Long enough for those who are not seen to be gone. */
        private void beAway() {
            for (int third = 0; third < 3; third++) {
                broker.pass(Duration.ofMinutes(6).toMillis());
                world.seen(broker.now());
                quiet();
                second();
            }
        }

        /** Until nothing more happens, and whoever is here has all. */
        private void settle() {
            for (int look = 0; look < 12; look++) {
                world.seen(broker.now());
                quiet();
                for (int i = 0; i < 6; i++) {
                    second();
                    quiet();
                }
                if (look > 0 && everybodyIsWhole()) {
                    return;
                }
            }
        }

        private void quiet() {
            boolean moved = true;
            while (moved) {
                moved = false;
                for (LooseTask task : tasks) {
                    while (task.step(random)) {
                        moved = true;
                    }
                    task.commit();
                }
            }
            homes.forEach(LooseHome::writeSnapshots);
        }

        private boolean everybodyIsWhole() {
            for (long reader : world.people()) {
                if (!world.isAway(reader) && !home(reader).timelines().whole(reader)) {
                    return false;
                }
            }
            return true;
        }

        private LooseHome home(long reader) {
            return homes.get(Id.partition(reader, PARTITIONS));
        }

        private void check(int round) {
            for (long reader : world.people()) {
                if (world.isAway(reader)) {
                    continue;
                }
                LooseHome home = home(reader);
                List<World.Line> lines = home
                        .timelines()
                        .page(reader, Timelines.NEWEST, Timelines.ENTRIES_MAX, home.relations(reader))
                        .stream()
                        .map(entry -> new World.Line(entry.id(), entry.tweet().getText()))
                        .toList();
                assertThat(lines).as("round %d, reader %d", round, reader).isEqualTo(world.home(reader));
                assertThat(home.timelines().standing(reader))
                        .as("round %d, reader %d", round, reader)
                        .isInstanceOf(Standing.Whole.class);
            }
        }
    }
}
