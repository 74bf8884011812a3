package dev.skein.query.fetch;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store.KeyValue;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.store.UserCounts;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.user.User;
import java.time.Duration;
import java.util.List;

/** Everything that can be looked up. Values travel in the wire format of the topics, so that instances of two releases understand each other. */
public final class Lookups {
    /**
     * What is new is on many pages at once, and most of it has no counts yet: another instance is not asked for it each time.
     * Counts come through two topics and a transaction anyway.
     */
    private static final Duration COUNTS_REMEMBERED = Duration.ofMillis(500);

    private final Lookup<Long, Engagement> engagement;
    private final Lookup<Long, Engagement> engagementNow;
    private final Lookup<IdPair, Reaction> reactions;
    private final Lookup<IdPair, Long> retweeted;
    private final Lookup<Long, TweetEvent> tweets;
    private final Lookup<Long, User> users;
    private final Lookup<Long, UserCounts> counts;
    private final Lookup<IdPair, Relation> relations;
    private final Lookup<Long, Long> lastSeen;

    /** @param prefix of application ids, by which their changelogs are called */
    public Lookups(Codecs codecs, String prefix) {
        engagement = new Lookup<>(
                1,
                Stores.ENGAGEMENT,
                Lookup.ID,
                codecs.value(Topics.ENGAGEMENT),
                Topics.ENGAGEMENT.name(),
                COUNTS_REMEMBERED);
        engagementNow = new Lookup<>(
                engagement.number(),
                Stores.ENGAGEMENT,
                Lookup.ID,
                engagement.value(),
                engagement.valueTopic(),
                Duration.ZERO);
        reactions = of(2, Stores.REACTIONS, Lookup.PAIR, codecs, prefix);
        retweeted = of(3, Stores.RETWEETED, Lookup.PAIR, codecs, prefix);
        tweets = new Lookup<>(
                4, Stores.TWEETS, Lookup.ID, codecs.value(Topics.TWEETS), Topics.TWEETS.name(), Duration.ZERO);
        users = new Lookup<>(
                5, Stores.USERS, Lookup.ID, codecs.value(Topics.USERS), Topics.USERS.name(), Duration.ZERO);
        counts = of(6, Stores.USER_COUNTS, Lookup.ID, codecs, prefix);
        relations = of(7, Stores.RELATIONS, Lookup.PAIR, codecs, prefix);
        lastSeen = of(8, Stores.LAST_SEEN, Lookup.ID, codecs, prefix);
    }

    private static <K, V> Lookup<K, V> of(
            int number, KeyValue<K, V> store, Lookup.Key<K> key, Codecs codecs, String prefix) {
        String changelog = store.app().id(prefix) + "-" + store.name() + "-changelog";
        return new Lookup<>(number, store, key, codecs.serde(store.value()), changelog, Duration.ZERO);
    }

    /** Counts of tweets; nothing is known of one that nobody reacted to. */
    public Lookup<Long, Engagement> engagement() {
        return engagement;
    }

    /** The same, as they are this moment. */
    public Lookup<Long, Engagement> engagementNow() {
        return engagementNow;
    }

    /** Whether a person likes or dislikes a tweet. */
    public Lookup<IdPair, Reaction> reactions() {
        return reactions;
    }

    /** Whether a person retweets a tweet. */
    public Lookup<IdPair, Long> retweeted() {
        return retweeted;
    }

    /** Tweets, deleted ones too, with their authors' newest names. */
    public Lookup<Long, TweetEvent> tweets() {
        return tweets;
    }

    /** People. */
    public Lookup<Long, User> users() {
        return users;
    }

    /** Numbers shown with people; nothing is known of one who did nothing. */
    public Lookup<Long, UserCounts> counts() {
        return counts;
    }

    /** How a person stands to another; nothing is known of strangers. */
    public Lookup<IdPair, Relation> relations() {
        return relations;
    }

    /** When a person was last here, up to a minute behind; nothing is known of one who never was. */
    public Lookup<Long, Long> lastSeen() {
        return lastSeen;
    }

    List<Lookup<?, ?>> all() {
        return List.of(engagement, reactions, retweeted, tweets, users, counts, relations, lastSeen);
    }
}
