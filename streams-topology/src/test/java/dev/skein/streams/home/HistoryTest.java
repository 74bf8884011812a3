package dev.skein.streams.home;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.schemas.activity.Seen;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Fame;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.user.User;
import dev.skein.streams.BadRecordException;
import dev.skein.streams.Thresholds;
import dev.skein.streams.TopologyDriver;
import dev.skein.streams.author.AuthorTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From what people do to what they read: [author] and [home] together against a {@link World} of few people, many worlds
 * side by side, each with its own seed, which every failure names. Before each round [home] is stopped and goes on with its
 * snapshot. In between the last events are told again, as after a crash; an application loses all that it has and starts
 * from its topics; [home] is killed, and starts from its last snapshot and what came since; all timelines were dropped for
 * want of memory; and the log of deliveries has expired.
 */
class HistoryTest {
    private static final int WORLDS = 40;
    private static final int PEOPLE = 6;
    private static final int ROUNDS = 5;
    private static final int EVENTS = 9;
    /** Whoever has more than two followers is famous, and a quarter of an hour is long. */
    private static final Thresholds THRESHOLDS = new Thresholds(2, Duration.ofMinutes(15));

    private final List<Consumer<TopologyDriver>> toAuthor = new ArrayList<>();
    private final List<Consumer<TopologyDriver>> toHome = new ArrayList<>();
    private final List<TestRecord<Long, Delivery>> log = new ArrayList<>();
    private TopologyDriver author = new TopologyDriver(AuthorTopology::build, NOON, THRESHOLDS);
    private TopologyDriver home = new TopologyDriver(HomeTopology::build, NOON, THRESHOLDS);
    private Map<String, byte[]> snapshot = Map.of();
    private int deliveredBeforeSnapshot;
    private long now = NOON;
    private int fames;
    private int absences;

    @ParameterizedTest(name = "seeds from {0} times a thousand")
    @ValueSource(longs = {1, 2, 3})
    void whateverHappensEverybodyReadsWhatStands(long thousand) {
        Random random = new Random(thousand);
        List<World> worlds = new ArrayList<>();
        for (int i = 0; i < WORLDS; i++) {
            worlds.add(world(i, 1_000 * thousand + i));
        }
        for (int round = 0; round < ROUNDS; round++) {
            stopHomeAndGoOn();
            int before = toAuthor.size();
            for (int event = 0; event < EVENTS; event++) {
                now += 1_000;
                worlds.forEach(world -> world.happen(now));
            }
            settle();
            disturb(random, before);
            pass(Duration.ofMinutes(20), worlds);
            for (int i = 0; i < WORLDS; i++) {
                check(worlds.get(i), "seed " + (1_000 * thousand + i) + ", round " + round);
            }
        }
        assertThat(author.deadLetters()).isEmpty();
        assertThat(home.deadLetters()).isEmpty();
        assertThat(fames).as("authors who became famous or ceased to be").isPositive();
        assertThat(absences).as("readers who were away").isPositive();
        author.close();
        home.close();
    }

    private World world(int number, long seed) {
        long[] people = LongStream.range(0, PEOPLE)
                .map(i -> user(1 + (int) i + PEOPLE * number))
                .toArray();
        for (long person : people) {
            tellAuthor(Topics.USERS, person, new User(person, "user" + person, "X", "", 1L, 1L));
        }
        return new World(people, new Random(seed), new World.Told() {
            @Override
            public void follow(FollowEvent event) {
                tellHome(Topics.FOLLOWS, event.getActorId(), event);
                tellAuthor(Topics.FOLLOWS, event.getActorId(), event);
            }

            @Override
            public void tweet(TweetEvent event) {
                tellAuthor(Topics.TWEETS, event.getTweet().getId(), event);
            }

            @Override
            public void retweet(RetweetEvent event) {
                tellAuthor(Topics.RETWEETS, event.getRetweeter().getId(), event);
            }

            @Override
            public void seen(long person, long at) {
                tellHome(Topics.ACTIVITY, person, new Seen(person, at));
            }
        });
    }

    private void disturb(Random random, int roundBegan) {
        switch (random.nextInt(7)) {
            case 0 -> {
                int again = roundBegan + random.nextInt(toAuthor.size() - roundBegan);
                new ArrayList<>(toAuthor.subList(again, toAuthor.size())).forEach(event -> event.accept(author));
            }
            case 1 -> {
                int again = random.nextInt(log.size());
                deliver(log.subList(again, log.size()));
            }
            case 2 -> {
                author.close();
                author = new TopologyDriver(AuthorTopology::build, now, THRESHOLDS);
                toAuthor.forEach(event -> event.accept(author));
            }
            case 3 -> {
                startHomeAnew();
                deliver(log);
            }
            case 4 -> home.store(Stores.TIMELINES, TimelineStore.class).state().dropUnseen(Long.MAX_VALUE);
            case 5 -> {
                startHomeWith(snapshot);
                deliver(log.subList(deliveredBeforeSnapshot, log.size()));
            }
            default -> {
                startHomeAnew();
                assertThatThrownBy(() -> home.store(Stores.TIMELINES, TimelineStore.class)
                                .apply(1_000_000, now, null))
                        .isInstanceOf(BadRecordException.class);
            }
        }
        settle();
    }

    private void stopHomeAndGoOn() {
        snapshot = home.leave(Stores.TIMELINES);
        deliveredBeforeSnapshot = log.size();
        startHomeWith(snapshot);
        settle();
    }

    /** With nothing but its topics. */
    private void startHomeAnew() {
        home.close();
        home = new TopologyDriver(HomeTopology::build, now, THRESHOLDS);
        toHome.forEach(event -> event.accept(home));
    }

    /** With a snapshot of timelines, and its other stores as their changelogs tell. */
    private void startHomeWith(Map<String, byte[]> left) {
        List<KeyValue<IdPair, Relation>> relations = home.all(Stores.RELATIONS);
        List<KeyValue<Long, Long>> lastSeen = home.all(Stores.LAST_SEEN);
        home.close();
        home = new TopologyDriver(HomeTopology::build, now, THRESHOLDS, left);
        home.store(Stores.RELATIONS).putAll(relations);
        home.store(Stores.LAST_SEEN).putAll(lastSeen);
    }

    /** Time goes by, and those who are not away are seen meanwhile. */
    private void pass(Duration time, List<World> worlds) {
        for (int third = 0; third < 3; third++) {
            now += time.toMillis() / 3;
            worlds.forEach(world -> world.seen(now));
            home.pass(time.dividedBy(3));
            author.pass(time.dividedBy(3));
            settle();
        }
    }

    /** Lets what one application tells the other arrive, until both are silent. */
    private void settle() {
        while (true) {
            List<TestRecord<Long, Delivery>> deliveries = author.read(Topics.DELIVERIES);
            deliveries.forEach(record -> record.value().getChanges().forEach(change -> {
                if (change instanceof Fame) {
                    fames++;
                }
            }));
            deliver(deliveries);
            log.addAll(deliveries);
            // It has heard these itself already.
            log.addAll(home.read(Topics.DELIVERIES));
            List<TestRecord<Long, RebuildRequest>> rebuilds = home.read(Topics.REBUILDS);
            rebuilds.forEach(record -> author.pipe(Topics.REBUILDS, record.key(), record.value(), now));
            if (deliveries.isEmpty() && rebuilds.isEmpty()) {
                return;
            }
        }
    }

    /** In records as full as can be: the driver takes long for each. */
    private void deliver(List<TestRecord<Long, Delivery>> records) {
        List<Object> changes = new ArrayList<>();
        records.forEach(record -> changes.addAll(record.value().getChanges()));
        if (!changes.isEmpty()) {
            home.pipe(Topics.DELIVERIES, records.get(0).key(), new Delivery(changes), now);
        }
    }

    private <V> void tellAuthor(Topic<Long, V> topic, long key, V value) {
        tell(toAuthor, author, topic, key, value);
    }

    private <V> void tellHome(Topic<Long, V> topic, long key, V value) {
        tell(toHome, home, topic, key, value);
    }

    private <V> void tell(
            List<Consumer<TopologyDriver>> events, TopologyDriver driver, Topic<Long, V> topic, long key, V value) {
        long at = now;
        Consumer<TopologyDriver> event = to -> to.pipe(topic, key, value, at);
        events.add(event);
        event.accept(driver);
    }

    private void check(World world, String when) {
        TimelineStore timelines = home.store(Stores.TIMELINES, TimelineStore.class);
        RelationCache relations = home.store(Stores.RELATIONS_IN_MEMORY, RelationCache.class);
        for (long reader : world.people()) {
            if (world.isAway(reader)) {
                absences += timelines.standing(reader) instanceof Standing.Gone ? 1 : 0;
                continue;
            }
            Relations stands = relations.of(reader);
            assertThat(stands).isNotNull();
            List<World.Line> lines = timelines.page(reader, Timelines.NEWEST, Timelines.ENTRIES_MAX, stands).stream()
                    .map(entry -> new World.Line(entry.id(), entry.tweet().getText()))
                    .toList();
            assertThat(lines).as("%s, reader %d", when, reader).isEqualTo(world.home(reader));
            assertThat(timelines.whole(reader))
                    .as("%s, reader %d is whole", when, reader)
                    .isTrue();
        }
    }
}
