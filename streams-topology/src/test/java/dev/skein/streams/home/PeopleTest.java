package dev.skein.streams.home;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.InnerStores;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.activity.Seen;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Fame;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.store.Authorship;
import dev.skein.streams.TopologyDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final long DAY = Duration.ofDays(1).toMillis();

    @ParameterizedTest
    @CsvSource({
        // famous, live, days since seen, since posted, class
        "false, false, 0, 0, ACTIVE",
        "false, false, 7, 29, ACTIVE",
        "false, false, 0, 30, ACTIVE",
        "false, false, 0, 31, PASSIVE",
        "false, false, 7,, PASSIVE",
        "false, false, 8,, INACTIVE",
        "false, false, 8, 8, INACTIVE",
        "false, true, 8, 60, LIVE",
        "true, true, 0, 0, FAMOUS",
        "true, false, 90, 90, FAMOUS"
    })
    void everybodyIsInOneClass(boolean famous, boolean live, int seen, @Nullable Integer posted, PersonClass expected) {
        Authorship authorship = posted == null ? null : new Authorship(NOON - posted * DAY, famous);

        assertThat(ClassRules.of(authorship, live, NOON - seen * DAY, NOON, WEEK))
                .isEqualTo(expected);
    }

    /** The model: when each person was last here and last posted, who is famous, and who has streams open. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void classesFollowFromWhatPeopleDo(long seed) {
        Random random = new Random(seed);
        Map<Long, Long> seen = new TreeMap<>();
        Map<Long, Long> posted = new TreeMap<>();
        Map<Long, Boolean> famous = new TreeMap<>();
        List<Long> streams = new ArrayList<>();
        long now = NOON;
        try (TopologyDriver home = new TopologyDriver(HomeTopology::build, now)) {
            for (int step = 0; step < 300; step++) {
                long person = user(1 + random.nextInt(12));
                switch (random.nextInt(15)) {
                    case 0 -> {
                        boolean isFamous = random.nextBoolean();
                        deliver(home, person, new Fame(person, isFamous, 10_000L), now);
                        famous.put(person, isFamous);
                    }
                    case 1 -> {
                        home.pipe(Topics.ACTIVITY, person, null, now);
                        seen.remove(person);
                        posted.remove(person);
                        famous.remove(person);
                    }
                    case 2, 3, 4, 5 -> {
                        deliver(home, person, post(person, now, famous.getOrDefault(person, false)), now);
                        posted.put(person, now);
                        seen.put(person, now);
                    }
                    case 6, 7 -> {
                        home.watch().watch(person);
                        streams.add(person);
                    }
                    case 8 -> {
                        if (streams.remove(person)) {
                            home.watch().unwatch(person);
                        }
                    }
                    default -> {
                        home.pipe(Topics.ACTIVITY, person, new Seen(person, now), now);
                        seen.put(person, now);
                    }
                }
                Duration passes = Duration.ofHours(2 + random.nextInt(60));
                now += passes.toMillis();
                home.pass(passes);
            }
            home.pass(Duration.ofSeconds(2));

            Map<PersonClass, Integer> expected = new EnumMap<>(PersonClass.class);
            for (Map.Entry<Long, Long> person : seen.entrySet()) {
                expected.merge(model(person, posted, famous, streams, now), 1, Integer::sum);
            }
            for (PersonClass of : PersonClass.values()) {
                assertThat(home.metric("stream-people-metrics", of.name().toLowerCase(Locale.ROOT)))
                        .as(of + " of " + expected)
                        .isEqualTo((double) expected.getOrDefault(of, 0));
            }
            assertThat(home.deadLetters()).isEmpty();
        }
    }

    private static PersonClass model(
            Map.Entry<Long, Long> person,
            Map<Long, Long> posted,
            Map<Long, Boolean> famous,
            List<Long> streams,
            long now) {
        if (famous.getOrDefault(person.getKey(), false)) {
            return PersonClass.FAMOUS;
        }
        if (streams.contains(person.getKey())) {
            return PersonClass.LIVE;
        }
        if (person.getValue() < now - 7 * DAY) {
            return PersonClass.INACTIVE;
        }
        return posted.getOrDefault(person.getKey(), 0L) < now - 30 * DAY ? PersonClass.PASSIVE : PersonClass.ACTIVE;
    }

    @Test
    void whoeverPostsIsHereAndWhoeverLeftIsForgotten() {
        long ada = user(1);
        try (TopologyDriver home = new TopologyDriver(HomeTopology::build, NOON)) {
            deliver(home, ada, post(ada, NOON, false), NOON);
            assertThat(home.store(Stores.LAST_SEEN).get(ada)).isEqualTo(NOON);

            home.pipe(Topics.ACTIVITY, ada, null, NOON + 1);

            assertThat(home.all(Stores.LAST_SEEN)).isEmpty();
            assertThat(home.all(InnerStores.AUTHORSHIP)).isEmpty();
        }
    }

    private static Object post(long author, long at, boolean famous) {
        var tweet = tweet(idAt(author, at), author).build();
        return famous
                ? new Published(tweet, null)
                : new FannedOut(tweet, null, ReaderIds.encode(new long[] {author}, 0, 1));
    }

    private static void deliver(TopologyDriver home, long author, Object change, long at) {
        home.pipe(Topics.DELIVERIES, author, new Delivery(List.of(change)), at);
    }
}
