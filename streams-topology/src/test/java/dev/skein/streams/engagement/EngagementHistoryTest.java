package dev.skein.streams.engagement;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.deleted;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.posted;
import static dev.skein.streams.Given.retweet;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.ReactionKind;
import dev.skein.schemas.store.UserCounts;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.streams.Given;
import dev.skein.streams.PlainFollows;
import dev.skein.streams.TopologyDriver;
import dev.skein.streams.engagement.CountsInMemory.Counts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories with repetitions, compared with a model of sets. */
class EngagementHistoryTest {
    private static final int USERS = 5;

    /** What stands, as plain sets; every event is told to it once. */
    private static final class Model {
        final Map<IdPair, ReactionEventKind> thoughts = new HashMap<>();
        final Map<IdPair, ReactionEventKind> counted = new HashMap<>();
        /** Who wrote it, as the one who reacted knows. */
        final Map<IdPair, Long> known = new HashMap<>();

        final Map<IdPair, Long> retweeted = new HashMap<>();
        final Map<Long, Long> authors = new HashMap<>();
        final Map<Long, Tweet> posted = new HashMap<>();
        final Set<Long> deleted = new HashSet<>();
        final Set<IdPair> replies = new HashSet<>();
        final PlainFollows people = new PlainFollows();

        void apply(Object event) {
            if (event instanceof ReactionEvent e) {
                IdPair key = new IdPair(e.getTweetId(), e.getUserId());
                switch (e.getKind()) {
                    case LIKE, DISLIKE -> {
                        if (thoughts.put(key, e.getKind()) != e.getKind()) {
                            counted.remove(key);
                            if (e.getAuthorId() != null) {
                                known.put(key, e.getAuthorId());
                            }
                            Long author = known.getOrDefault(key, authors.get(e.getTweetId()));
                            if (welcome(author, e.getUserId())) {
                                counted.put(key, e.getKind());
                            }
                        }
                    }
                    case UNLIKE, UNDISLIKE -> {
                        ReactionEventKind undone = e.getKind() == ReactionEventKind.UNLIKE
                                ? ReactionEventKind.LIKE
                                : ReactionEventKind.DISLIKE;
                        if (thoughts.remove(key, undone)) {
                            counted.remove(key);
                            known.remove(key);
                        }
                    }
                }
            } else if (event instanceof RetweetEvent e) {
                IdPair key = new IdPair(e.getTweetId(), e.getRetweeter().getId());
                if (e.getKind() == RetweetEventKind.RETWEETED) {
                    retweeted.putIfAbsent(key, e.getId());
                } else {
                    retweeted.remove(key);
                }
            } else if (event instanceof TweetEvent e) {
                Tweet tweet = e.getTweet();
                Long parent = tweet.getInReplyTo();
                authors.put(tweet.getId(), tweet.getAuthor().getId());
                if (e.getKind() == TweetEventKind.DELETED) {
                    deleted.add(tweet.getId());
                    replies.removeIf(reply -> reply.second() == tweet.getId());
                } else if (!deleted.contains(tweet.getId())
                        && posted.put(tweet.getId(), tweet) == null
                        && parent != null
                        && welcome(authors.get(parent), tweet.getAuthor().getId())) {
                    replies.add(new IdPair(parent, tweet.getId()));
                }
            } else if (event instanceof FollowEvent e) {
                people.apply(e.getKind(), e.getActorId(), e.getTargetId());
            }
        }

        private boolean welcome(@Nullable Long author, long actor) {
            // A tweet that nothing was heard of has no known author who could block.
            return author == null || !people.blocks.contains(new IdPair(author, actor));
        }

        Engagement engagement(long tweet) {
            return new Engagement(
                    counted.entrySet().stream()
                            .filter(c -> c.getKey().first() == tweet && c.getValue() == ReactionEventKind.LIKE)
                            .count(),
                    counted.entrySet().stream()
                            .filter(c -> c.getKey().first() == tweet && c.getValue() == ReactionEventKind.DISLIKE)
                            .count(),
                    retweeted.keySet().stream()
                            .filter(key -> key.first() == tweet)
                            .count(),
                    replies.stream().filter(key -> key.first() == tweet).count(),
                    0L);
        }

        UserCounts counts(long user) {
            return new UserCounts(
                    people.follows.stream()
                            .filter(edge -> edge.second() == user)
                            .count(),
                    people.follows.stream().filter(edge -> edge.first() == user).count(),
                    posted.values().stream()
                            .filter(tweet -> tweet.getAuthor().getId() == user && !deleted.contains(tweet.getId()))
                            .count());
        }
    }

    private record Told<V>(Topic<Long, V> topic, long key, V event, long at) {
        void pipe(TopologyDriver driver) {
            driver.pipe(topic, key, event, at);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverHappensTheCountsAreThoseOfTheSets(long seed) {
        Random random = new Random(seed);
        Model model = new Model();
        List<Long> tweets = new ArrayList<>(List.of(idAt(user(1), NOON), idAt(user(2), NOON)));
        List<Told<?>> ofTweets = new ArrayList<>();
        Map<Long, Counts> kept = new HashMap<>();
        try (TopologyDriver driver = new TopologyDriver(EngagementTopology::build, NOON)) {
            for (int i = 1; i <= 1_500; i++) {
                // Given something that somebody does
                Told<?> told = something(random, tweets, NOON + i);
                if (told.topic().equals(Topics.TWEETS)) {
                    ofTweets.add(told);
                }
                // When it is told, perhaps twice, perhaps with an old event about a tweet after it
                read(driver, tweets, kept, random);
                model.apply(told.event());
                told.pipe(driver);
                if (random.nextInt(4) == 0) {
                    told.pipe(driver);
                }
                if (!ofTweets.isEmpty() && random.nextInt(8) == 0) {
                    ofTweets.get(random.nextInt(ofTweets.size())).pipe(driver);
                }
            }
            // Then what is in memory is what is stored,
            checkMemory(driver, tweets, kept, "seed " + seed);
            // every count is the size of the model's set, and so is every list.
            for (long tweet : tweets) {
                Engagement counted = driver.store(Stores.ENGAGEMENT).get(tweet);
                assertThat(Objects.requireNonNullElse(counted, CountRules.NO_ENGAGEMENT))
                        .as("seed %d, tweet %d", seed, tweet)
                        .isEqualTo(model.engagement(tweet));
            }
            for (int number = 1; number <= USERS; number++) {
                UserCounts counted = driver.store(Stores.USER_COUNTS).get(user(number));
                assertThat(Objects.requireNonNullElse(counted, new UserCounts(0L, 0L, 0L)))
                        .as("seed %d, user %d", seed, number)
                        .isEqualTo(model.counts(user(number)));
            }
            assertThat(keys(driver.all(Stores.REPLIES))).isEqualTo(model.replies);
            assertThat(people(driver.all(Stores.RETWEETERS))).isEqualTo(model.retweeted.keySet());
            Set<IdPair> likers = new HashSet<>(model.counted.keySet());
            likers.removeIf(key -> model.counted.get(key) != ReactionEventKind.LIKE);
            assertThat(people(driver.all(Stores.LIKERS))).as("seed %d", seed).isEqualTo(likers);
        }
    }

    /** Some pages are read between what happens, so that something is in memory while it changes, and is kept by who reads. */
    private static void read(TopologyDriver driver, List<Long> tweets, Map<Long, Counts> kept, Random random) {
        if (random.nextInt(10) == 0) {
            long tweet = tweets.get(random.nextInt(tweets.size()));
            kept.put(
                    tweet,
                    Objects.requireNonNull(driver.store(Stores.COUNTS_IN_MEMORY, CountCache.class)
                            .of(tweet)));
            driver.store(Stores.MARKS_IN_MEMORY, MarkCache.class).of(user(1 + random.nextInt(USERS)));
        }
    }

    private static void checkMemory(TopologyDriver driver, List<Long> tweets, Map<Long, Counts> kept, String when) {
        kept.forEach((tweet, counts) -> {
            if (counts.isCurrent()) {
                assertThat(counts.now())
                        .as("%s, tweet %d, kept", when, tweet)
                        .isEqualTo(Objects.requireNonNullElse(
                                driver.store(Stores.ENGAGEMENT).get(tweet), CountRules.NO_ENGAGEMENT));
            }
        });
        CountCache counts = driver.store(Stores.COUNTS_IN_MEMORY, CountCache.class);
        MarkCache known = driver.store(Stores.MARKS_IN_MEMORY, MarkCache.class);
        for (long tweet : tweets) {
            assertThat(Objects.requireNonNull(counts.of(tweet)).now())
                    .as("%s, tweet %d", when, tweet)
                    .isEqualTo(Objects.requireNonNullElse(
                            driver.store(Stores.ENGAGEMENT).get(tweet), CountRules.NO_ENGAGEMENT));
            for (int number = 1; number <= USERS; number++) {
                Marks marks = Objects.requireNonNull(known.of(user(number)));
                IdPair key = new IdPair(user(number), tweet);
                Reaction reaction = driver.store(Stores.REACTIONS).get(key);
                if (marks.knows(tweet)) {
                    assertThat(List.of(marks.likes(tweet), marks.dislikes(tweet), marks.retweeted(tweet)))
                            .as("%s, user %d, tweet %d", when, number, tweet)
                            .containsExactly(
                                    reaction != null && reaction.getKind() == ReactionKind.LIKE,
                                    reaction != null && reaction.getKind() == ReactionKind.DISLIKE,
                                    driver.store(Stores.RETWEETED).get(key) != null);
                }
            }
        }
    }

    private static Told<?> something(Random random, List<Long> tweets, long at) {
        long actor = user(1 + random.nextInt(USERS));
        long tweet = tweets.get(random.nextInt(tweets.size()));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                ReactionEventKind kind = Given.any(random, ReactionEventKind.values());
                Long author = random.nextBoolean() ? Long.valueOf(user(Id.shard(tweet))) : null;
                return new Told<>(Topics.LIKES, actor, new ReactionEvent(kind, actor, tweet, author, at), at);
            }
            case 3 -> {
                RetweetEventKind kind = Given.any(random, RetweetEventKind.values());
                return new Told<>(Topics.RETWEETS, actor, retweet(kind, idAt(actor, at), actor, tweet), at);
            }
            case 4, 5 -> {
                long other = user(1 + random.nextInt(USERS));
                if (other != actor) {
                    FollowEventKind kind = Given.any(random, FollowEventKind.values());
                    return new Told<>(Topics.FOLLOWS, actor, Given.follow(kind, actor, other, at), at);
                }
            }
            case 6 -> {
                long author = user(Id.shard(tweet));
                return new Told<>(Topics.TWEETS, tweet, deleted(tweet(tweet, author), idAt(author, at)), at);
            }
            default -> {}
        }
        long id = idAt(actor, at);
        tweets.add(id);
        return new Told<>(Topics.TWEETS, id, posted(tweet(id, actor).setInReplyTo(tweet)), at);
    }

    /** Of lists in the order of time: each tweet with who is on its list. */
    private static Set<IdPair> people(List<KeyValue<IdPair, Long>> entries) {
        Set<IdPair> people = new HashSet<>();
        entries.forEach(entry -> assertThat(people.add(new IdPair(entry.key.first(), entry.value)))
                .as("nobody is twice on a list")
                .isTrue());
        return people;
    }

    private static <V> Set<IdPair> keys(List<KeyValue<IdPair, V>> entries) {
        Set<IdPair> keys = new HashSet<>();
        entries.forEach(entry -> keys.add(entry.key));
        return keys;
    }
}
