package dev.skein.streams;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.User;
import dev.skein.streams.author.AuthorTopology;
import dev.skein.streams.home.HomeTopology;
import dev.skein.streams.home.TimelineEntry;
import dev.skein.streams.home.Timelines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From what people do to what they read: [author] and [home] together, against a model that keeps nothing but who
 * follows whom and what stands. In between the last events are told again, as after a crash.
 */
class FlowTest {
    private static final long[] PEOPLE =
            LongStream.range(1, 6).map(i -> user((int) i)).toArray();

    private final Model model = new Model();
    private final List<Consumer<TopologyDriver>> toAuthor = new ArrayList<>();
    private final List<Consumer<TopologyDriver>> toHome = new ArrayList<>();
    private long now = NOON;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverHappensEverybodyReadsWhatStands(long seed) {
        Random random = new Random(seed);
        try (TopologyDriver author = new TopologyDriver(AuthorTopology::build, NOON);
                TopologyDriver home = new TopologyDriver(HomeTopology::build, NOON)) {
            for (long person : PEOPLE) {
                author.pipe(Topics.USERS, person, new User(person, "user" + person, "X", "", 1L, 1L), NOON);
            }
            for (int round = 0; round < 6; round++) {
                toAuthor.clear();
                toHome.clear();
                for (int i = 0; i < 25; i++) {
                    happen(random);
                }
                toHome.forEach(event -> event.accept(home));
                toAuthor.forEach(event -> event.accept(author));
                int again = random.nextInt(toAuthor.size());
                toAuthor.subList(again, toAuthor.size()).forEach(event -> event.accept(author));
                deliver(author, home, random);

                for (long reader : PEOPLE) {
                    assertThat(read(home, reader))
                            .as("seed %d, round %d, reader %d", seed, round, reader)
                            .isEqualTo(model.home(reader));
                }
            }
            assertThat(author.deadLetters()).isEmpty();
            assertThat(home.deadLetters()).isEmpty();
        }
    }

    private void deliver(TopologyDriver author, TopologyDriver home, Random random) {
        List<TestRecord<Long, Delivery>> deliveries = author.read(Topics.DELIVERIES);
        int again = random.nextInt(deliveries.size());
        for (int i = 0; i < 2; i++) {
            deliveries
                    .subList(i * again, deliveries.size())
                    .forEach(record -> home.pipe(Topics.DELIVERIES, record.key(), record.value(), now));
        }
    }

    private void happen(Random random) {
        now += 1_000;
        long actor = PEOPLE[random.nextInt(PEOPLE.length)];
        long other = PEOPLE[random.nextInt(PEOPLE.length)];
        Tweet one = model.anyTweet(random);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                if (other != actor) {
                    FollowEventKind[] kinds = FollowEventKind.values();
                    int kind = random.nextInt(2 * kinds.length);
                    stand(kind < kinds.length ? kinds[kind] : FollowEventKind.FOLLOW, actor, other);
                }
            }
            case 3, 4 -> post(actor, random.nextBoolean() ? one : null);
            case 5 -> {
                if (one != null) {
                    change(one, random.nextInt(3) > 0);
                }
            }
            default -> {
                if (one != null) {
                    retweet(actor, one, random.nextInt(3) > 0);
                }
            }
        }
    }

    private void stand(FollowEventKind kind, long actor, long other) {
        FollowEvent event = Given.follow(kind, actor, other, now);
        model.apply(event);
        toHome.add(pipe(Topics.FOLLOWS, actor, event));
        toAuthor.add(pipe(Topics.FOLLOWS, actor, event));
    }

    private void post(long actor, @Nullable Tweet answered) {
        Tweet.Builder tweet = tweet(idAt(actor, now), actor);
        if (answered != null) {
            tweet.setInReplyTo(answered.getId())
                    .setInReplyToAuthor(answered.getAuthor().getId());
        }
        model.tweets.put(tweet.getId(), tweet.build());
        toAuthor.add(pipe(Topics.TWEETS, tweet.getId(), Given.posted(tweet)));
    }

    private void change(Tweet tweet, boolean edit) {
        long version = idAt(tweet.getAuthor().getId(), now);
        if (edit) {
            Tweet.Builder edited = Tweet.newBuilder(tweet).setText("edit " + now);
            toAuthor.add(pipe(Topics.TWEETS, tweet.getId(), Given.edited(edited, version)));
            model.tweets.put(tweet.getId(), edited.build());
        } else {
            toAuthor.add(pipe(Topics.TWEETS, tweet.getId(), Given.deleted(Tweet.newBuilder(tweet), version)));
            model.tweets.remove(tweet.getId());
        }
    }

    private void retweet(long actor, Tweet tweet, boolean stands) {
        long id = idAt(actor, now);
        RetweetEventKind kind = stands ? RetweetEventKind.RETWEETED : RetweetEventKind.UNDONE;
        Map<Long, Long> retweeters = model.retweets.computeIfAbsent(tweet.getId(), key -> new HashMap<>());
        if (stands) {
            retweeters.putIfAbsent(actor, id);
        } else {
            retweeters.remove(actor);
        }
        toAuthor.add(pipe(Topics.RETWEETS, actor, Given.retweet(kind, id, actor, tweet.getId())));
    }

    private <V> Consumer<TopologyDriver> pipe(Topic<Long, V> topic, long key, V value) {
        long at = now;
        return driver -> driver.pipe(topic, key, value, at);
    }

    private static List<Line> read(TopologyDriver home, long reader) {
        List<TimelineEntry> page = home.store(Stores.TIMELINES, Timelines.class)
                .page(reader, Timelines.NEWEST, Timelines.ENTRIES_MAX, other -> home.store(Stores.RELATIONS)
                        .get(new IdPair(reader, other)));
        return page.stream()
                .map(entry -> new Line(entry.id(), entry.tweet().getText()))
                .toList();
    }

    private record Line(long id, String text) {}

    /** What stands. */
    private static final class Model {
        final TreeMap<Long, Tweet> tweets = new TreeMap<>();
        final Map<Long, Map<Long, Long>> retweets = new HashMap<>();
        private final Set<IdPair> follows = new HashSet<>();
        private final Set<IdPair> mutes = new HashSet<>();
        private final Set<IdPair> blocks = new HashSet<>();

        @Nullable
        Tweet anyTweet(Random random) {
            List<Tweet> all = new ArrayList<>(tweets.values());
            return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        }

        void apply(FollowEvent event) {
            IdPair pair = new IdPair(event.getActorId(), event.getTargetId());
            IdPair reverse = new IdPair(event.getTargetId(), event.getActorId());
            switch (event.getKind()) {
                case FOLLOW -> {
                    if (!blocks.contains(pair) && !blocks.contains(reverse)) {
                        follows.add(pair);
                    }
                }
                case UNFOLLOW -> follows.remove(pair);
                case MUTE -> mutes.add(pair);
                case UNMUTE -> mutes.remove(pair);
                case BLOCK -> {
                    blocks.add(pair);
                    follows.remove(pair);
                    follows.remove(reverse);
                }
                case UNBLOCK -> blocks.remove(pair);
            }
        }

        List<Line> home(long reader) {
            List<Line> lines = new ArrayList<>();
            for (Tweet tweet : tweets.values()) {
                long author = tweet.getAuthor().getId();
                Long answered = tweet.getInReplyToAuthor();
                boolean both = answered == null
                        || author == reader
                        || answered == author
                        || answered == reader
                        || follows.contains(new IdPair(reader, answered));
                if (sees(reader, author) && both) {
                    lines.add(new Line(tweet.getId(), tweet.getText()));
                } else if (!hides(reader, author)) {
                    retweets.getOrDefault(tweet.getId(), Map.of()).entrySet().stream()
                            .filter(retweet -> sees(reader, retweet.getKey()))
                            .map(Map.Entry::getValue)
                            .min(Comparator.naturalOrder())
                            .ifPresent(id -> lines.add(new Line(id, tweet.getText())));
                }
            }
            lines.sort(Comparator.comparingLong(Line::id).reversed());
            return lines;
        }

        private boolean sees(long reader, long other) {
            return other == reader || (follows.contains(new IdPair(reader, other)) && !hides(reader, other));
        }

        private boolean hides(long reader, long other) {
            IdPair pair = new IdPair(reader, other);
            return mutes.contains(pair) || blocks.contains(pair) || blocks.contains(new IdPair(other, reader));
        }
    }
}
