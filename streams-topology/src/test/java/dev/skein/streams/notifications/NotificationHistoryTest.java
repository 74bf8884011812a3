package dev.skein.streams.notifications;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.deleted;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.posted;
import static dev.skein.streams.Given.reaction;
import static dev.skein.streams.Given.retweet;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.DeedKey;
import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.notification.NotificationKind;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.streams.Given;
import dev.skein.streams.TopologyDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories with repetitions, compared with a model of sets. */
class NotificationHistoryTest {
    private static final int USERS = 6;

    /** People who were told together, in the order of the list; a group keeps its place when they leave. */
    private static final class Group {
        final List<Long> standing = new ArrayList<>();
        long place;
    }

    /** What everybody is told. */
    private static final class Model {
        final Map<DeedKey, Group> told = new HashMap<>();
        final Map<DeedKey, List<Group>> groups = new HashMap<>();
        final Map<Long, Long> last = new HashMap<>();
        final Map<Long, Long> read = new HashMap<>();
        final Set<IdPair> muted = new HashSet<>();
        final Set<IdPair> blocked = new HashSet<>();
        final Map<Long, Long> authors = new HashMap<>();
        final List<DeedKey> published = new ArrayList<>();

        void did(NotificationKind kind, @Nullable Long recipient, long tweet, long actor, long at) {
            if (recipient == null || recipient == actor || unheard(recipient, actor)) {
                return;
            }
            DeedKey deed = new DeedKey(recipient, kind, tweet, actor);
            Group known = told.get(deed);
            boolean asOther = DeedRules.otherwise(deed).stream()
                    .map(told::get)
                    .anyMatch(group -> group != null && group.standing.contains(actor));
            if (asOther) {
                return;
            }
            if (known != null) {
                if (!known.standing.contains(actor)) {
                    known.standing.add(actor);
                }
                return;
            }
            long place = Math.max(last.getOrDefault(recipient, 0L) + 1, Id.first(at));
            last.put(recipient, place);
            List<Group> all = groups.computeIfAbsent(deed.by(0), key -> new ArrayList<>());
            boolean open = !all.isEmpty() && all.get(all.size() - 1).place > read.getOrDefault(recipient, 0L);
            if (!open) {
                all.add(new Group());
            }
            Group group = all.get(all.size() - 1);
            group.place = place;
            group.standing.add(0, actor);
            told.put(deed, group);
            published.add(deed);
        }

        void undid(DeedKey deed) {
            Group group = told.get(deed);
            if (group != null) {
                group.standing.remove(deed.actor());
            }
        }

        void undid(NotificationKind kind, long tweet, long actor) {
            told.keySet().stream()
                    .filter(deed -> deed.kind() == kind && deed.tweet() == tweet && deed.actor() == actor)
                    .forEach(this::undid);
        }

        boolean unheard(long person, long other) {
            IdPair pair = new IdPair(person, other);
            return muted.contains(pair) || blocked.contains(pair);
        }

        void related(FollowEventKind kind, long actor, long target, long at) {
            IdPair pair = new IdPair(actor, target);
            switch (kind) {
                case FOLLOW -> {
                    if (!blocked.contains(pair)) {
                        did(NotificationKind.FOLLOW, target, 0, actor, at);
                    }
                }
                case UNFOLLOW -> undid(new DeedKey(target, NotificationKind.FOLLOW, 0, actor));
                case BLOCK -> {
                    blocked.add(pair);
                    undid(new DeedKey(target, NotificationKind.FOLLOW, 0, actor));
                }
                case UNBLOCK -> blocked.remove(pair);
                case MUTE -> muted.add(pair);
                case UNMUTE -> muted.remove(pair);
            }
            if (kind == FollowEventKind.BLOCK || kind == FollowEventKind.MUTE) {
                told.keySet().stream()
                        .filter(deed -> deed.recipient() == actor && deed.actor() == target)
                        .forEach(this::undid);
            }
        }

        void deletes(long tweet) {
            authors.remove(tweet);
            for (NotificationKind kind : NotificationKind.values()) {
                told.forEach((deed, group) -> {
                    if (deed.kind() == kind && deed.tweet() == tweet) {
                        group.standing.clear();
                    }
                });
            }
        }

        List<String> shown(long recipient) {
            long upTo = read.getOrDefault(recipient, 0L);
            return groups.entrySet().stream()
                    .filter(entry -> entry.getKey().recipient() == recipient)
                    .flatMap(entry -> entry.getValue().stream()
                            .filter(group -> !group.standing.isEmpty())
                            .map(group -> line(entry.getKey(), group.place, group.standing, upTo)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static String line(DeedKey key, long place, List<Long> actors, long readUpTo) {
        return "%019d %s %d %s %s"
                .formatted(place, key.kind(), key.tweet(), actors, place > readUpTo ? "unread" : "read");
    }

    private final Model model = new Model();
    private final List<Long> tweets = new ArrayList<>(List.of(idAt(user(1), NOON), idAt(user(2), NOON)));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverHappensPeopleAreToldWhatTheModelSays(long seed) {
        Random random = new Random(seed);
        try (TopologyDriver driver = new TopologyDriver(NotificationsTopology::build, NOON)) {
            for (long tweet : tweets) {
                long author = user(Id.shard(tweet));
                model.authors.put(tweet, author);
                driver.pipe(Topics.TWEETS, tweet, posted(tweet(tweet, author)), NOON);
            }
            for (int i = 1; i <= 1_500; i++) {
                Runnable deed = something(random, driver, NOON + i);
                deed.run();
                if (random.nextInt(4) == 0) {
                    deed.run();
                }
                if (i % 50 == 0) {
                    for (int number = 1; number <= USERS; number++) {
                        long person = user(number);
                        assertThat(shown(driver, person))
                                .as("seed %d, step %d, user %d", seed, i, number)
                                .isEqualTo(model.shown(person));
                    }
                }
            }
            assertThat(driver.read(Topics.NOTIFICATIONS))
                    .as("seed %d, each deed once", seed)
                    .extracting(record -> key(record.value()))
                    .isEqualTo(model.published);
        }
    }

    private static DeedKey key(Notification told) {
        return new DeedKey(
                told.getRecipientId(),
                told.getKind(),
                Objects.requireNonNullElse(told.getTweetId(), 0L),
                told.getActorId());
    }

    private static List<String> shown(TopologyDriver driver, long person) {
        var inbox = driver.store(Stores.INBOXES).get(person);
        long upTo = inbox == null ? 0 : inbox.getReadUpTo();
        return driver.all(Stores.NOTIFICATION_GROUPS).stream()
                .filter(entry -> entry.key.recipient() == person)
                .flatMap(entry -> entry.value.getGroups().stream()
                        .filter(group -> group.getCount() > 0)
                        .peek(group -> assertThat(group.getCount())
                                .isEqualTo(group.getActors().size()))
                        .map(group -> line(entry.key, group.getPlace(), group.getActors(), upTo)))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Something that somebody does, told to the model and to the topology; doing it once more is to change nothing. */
    private Runnable something(Random random, TopologyDriver driver, long at) {
        long actor = user(1 + random.nextInt(USERS));
        long other = user(1 + random.nextInt(USERS));
        long tweet = tweets.get(random.nextInt(tweets.size()));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                ReactionEventKind kind = Given.any(random, ReactionEventKind.values());
                yield () -> {
                    switch (kind) {
                        case LIKE -> model.did(NotificationKind.LIKE, model.authors.get(tweet), tweet, actor, at);
                        case UNLIKE, DISLIKE -> model.undid(NotificationKind.LIKE, tweet, actor);
                        case UNDISLIKE -> {}
                    }
                    driver.pipe(Topics.LIKES, actor, reaction(kind, actor, tweet, at), at);
                };
            }
            case 3 -> {
                RetweetEventKind kind = Given.any(random, RetweetEventKind.values());
                yield () -> {
                    if (kind == RetweetEventKind.RETWEETED) {
                        model.did(NotificationKind.RETWEET, model.authors.get(tweet), tweet, actor, at);
                    } else {
                        model.undid(NotificationKind.RETWEET, tweet, actor);
                    }
                    driver.pipe(Topics.RETWEETS, actor, retweet(kind, idAt(actor, at), actor, tweet), at);
                };
            }
            case 4, 5 -> {
                FollowEventKind kind = Given.any(random, FollowEventKind.values());
                yield () -> {
                    if (actor != other) {
                        model.related(kind, actor, other, at);
                        driver.pipe(Topics.FOLLOWS, actor, Given.follow(kind, actor, other, at), at);
                    }
                };
            }
            case 6 ->
                () -> {
                    long author = user(Id.shard(tweet));
                    model.deletes(tweet);
                    driver.pipe(Topics.TWEETS, tweet, deleted(tweet(tweet, author), idAt(author, at)), at);
                };
            case 7 ->
                () -> {
                    List<String> shown = model.shown(actor);
                    if (!shown.isEmpty()) {
                        long upTo = Long.parseLong(shown.get(shown.size() / 3).substring(0, 19));
                        model.read.merge(actor, upTo, Math::max);
                        driver.pipe(Topics.NOTIFICATION_READS, actor, new NotificationsRead(actor, upTo, at), at);
                    }
                };
            default -> posts(random, driver, actor, other, tweet, at);
        };
    }

    private Runnable posts(Random random, TopologyDriver driver, long actor, long other, long answered, long at) {
        long id = idAt(actor, at);
        boolean reply = random.nextBoolean();
        boolean quote = random.nextBoolean();
        boolean mention = random.nextBoolean();
        tweets.add(id);
        return () -> {
            if (model.authors.putIfAbsent(id, actor) == null) {
                Long author = model.authors.get(answered);
                if (reply) {
                    model.did(NotificationKind.REPLY, author, id, actor, at);
                }
                if (quote) {
                    model.did(NotificationKind.QUOTE, author, id, actor, at);
                }
                if (mention) {
                    model.did(NotificationKind.MENTION, other, id, actor, at);
                }
            }
            driver.pipe(
                    Topics.TWEETS,
                    id,
                    posted(tweet(id, actor)
                            .setInReplyTo(reply ? answered : null)
                            .setQuoteOf(quote ? answered : null)
                            .setMentions(mention ? List.of(new Mention(other, "someone")) : List.of())),
                    at);
        };
    }
}
