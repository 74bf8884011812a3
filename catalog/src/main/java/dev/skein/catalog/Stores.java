package dev.skein.catalog;

import dev.skein.catalog.Store.Global;
import dev.skein.catalog.Store.InMemory;
import dev.skein.catalog.Store.KeyValue;
import dev.skein.catalog.Store.Timelines;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.Candidates;
import dev.skein.schemas.store.Inbox;
import dev.skein.schemas.store.NotificationGroups;
import dev.skein.schemas.store.PickUp;
import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.store.RetweetState;
import dev.skein.schemas.store.TweetFacts;
import dev.skein.schemas.store.UserCounts;
import dev.skein.schemas.trend.Trends;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.user.User;
import java.util.List;

/** Every store of the system. Keys that begin with an id lie in the partition of that id's shard. */
public final class Stores {
    /** user → User. */
    public static final KeyValue<Long, User> USERS = new KeyValue<>(
            "users",
            App.AUTHOR,
            Format.ID,
            Format.avro(User.class),
            "user id → the person as others may see them; whoever's account is deleted is not there");

    /** handle → user. */
    public static final KeyValue<String, Long> HANDLES = new KeyValue<>(
            "handles",
            App.AUTHOR,
            Format.TEXT,
            Format.ID,
            "handle in lower case → user id; partitioned by Kafka's default. A handle given up may stand here for a while: "
                    + "the person found says whether it is still theirs");

    /** tweet → its last event. */
    public static final KeyValue<Long, TweetEvent> TWEETS = new KeyValue<>(
            "tweets",
            App.AUTHOR,
            Format.ID,
            Format.avro(TweetEvent.class),
            "tweet id → the last event that counted; kind DELETED where it is gone");

    /** author|entry → tweet. */
    public static final KeyValue<IdPair, Long> AUTHOR_TIMELINES = new KeyValue<>(
            "author-timelines",
            App.AUTHOR,
            Format.ID_PAIR,
            Format.ID,
            "author|entry id → tweet id: the author's tweets (entry and tweet id are the same) and retweets that stand; "
                    + "of their tweets the newest, where there is an archive");

    /** author → tweet. */
    public static final KeyValue<Long, Long> ARCHIVED = new KeyValue<>(
            "archived",
            App.AUTHOR,
            Format.ID,
            Format.ID,
            "author id → the newest of their tweets that the archive alone lists; nobody else is in it");

    /** followee|follower → since. */
    public static final KeyValue<IdPair, Long> FOLLOWERS = new KeyValue<>(
            "followers",
            App.AUTHOR,
            Format.ID_PAIR,
            Format.ID,
            "followee|follower → since when, milliseconds since 1970-01-01 UTC: the truth for the fan-out");

    /** followee|other → Relation. */
    public static final KeyValue<IdPair, Relation> FOLLOWER_BARRIERS = new KeyValue<>(
            "follower-barriers",
            App.AUTHOR,
            Format.ID_PAIR,
            Format.avro(Relation.class),
            "followee|other → how the other stands to the followee, where one of them blocks or blocked the other");

    /** retweeter|tweet → RetweetState. */
    public static final KeyValue<IdPair, RetweetState> RETWEETS = new KeyValue<>(
            "retweets",
            App.AUTHOR,
            Format.ID_PAIR,
            Format.avro(RetweetState.class),
            "retweeter|tweet → whether they retweet it now");

    /** tweet|retweet → PickUp. */
    public static final KeyValue<IdPair, PickUp> PARKED_RETWEETS = new KeyValue<>(
            "parked-retweets",
            App.AUTHOR,
            Format.ID_PAIR,
            Format.avro(PickUp.class),
            "tweet|retweet id → a retweet that came before its tweet and waits for it for a minute");

    /** Home timelines. */
    public static final Timelines<Long, Delivery> TIMELINES =
            new Timelines<>("timelines", App.HOME, Topics.DELIVERIES, "reader → the newest 800 entries, in memory");

    /** reader|other → Relation. */
    public static final KeyValue<IdPair, Relation> RELATIONS = new KeyValue<>(
            "relations",
            App.HOME,
            Format.ID_PAIR,
            Format.avro(Relation.class),
            "person|other → whether the first follows, mutes or blocks the other, or is blocked");

    /** reader → relations. */
    public static final InMemory<Long, Long> RELATIONS_IN_MEMORY = new InMemory<>(
            "relations-in-memory",
            App.HOME,
            "reader → whom they follow, and whom they do not see; of those who read of late");

    /** user → last seen. */
    public static final KeyValue<Long, Long> LAST_SEEN = new KeyValue<>(
            "last-seen",
            App.HOME,
            Format.ID,
            Format.ID,
            "person → when they were last here, milliseconds since 1970-01-01 UTC; by the person's shard");

    /** user|tweet → Reaction. */
    public static final KeyValue<IdPair, Reaction> REACTIONS = new KeyValue<>(
            "reactions",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.avro(Reaction.class),
            "person|tweet → like or dislike; by the person's shard");

    /** user|tweet → retweet. */
    public static final KeyValue<IdPair, Long> RETWEETED = new KeyValue<>(
            "retweeted",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "person|tweet → id of the retweet that stands; by the person's shard");

    /** tweet → Engagement. */
    public static final KeyValue<Long, Engagement> ENGAGEMENT =
            new KeyValue<>("engagement", App.ENGAGEMENT, Format.ID, Format.avro(Engagement.class), "tweet id → counts");

    /** user → marks. */
    public static final InMemory<Long, Long> MARKS_IN_MEMORY = new InMemory<>(
            "marks-in-memory",
            App.ENGAGEMENT,
            "person → what they did with the newest tweets that they did something with; of those who read of late");

    /** tweet → counts. */
    public static final InMemory<Long, Long> COUNTS_IN_MEMORY = new InMemory<>(
            "counts-in-memory", App.ENGAGEMENT, "tweet id → counts, none among them; of tweets that were read of late");

    /** tweet|place → user. */
    public static final KeyValue<IdPair, Long> LIKERS = new KeyValue<>(
            "likers-by-time",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "tweet|place, an id of the time when they liked it → person who likes it; by the tweet's shard");

    /** tweet|retweet → user. */
    public static final KeyValue<IdPair, Long> RETWEETERS = new KeyValue<>(
            "retweeters-by-time",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "tweet|id of the retweet → person who retweets it; by the tweet's shard");

    /** parent|reply → author. */
    public static final KeyValue<IdPair, Long> REPLIES = new KeyValue<>(
            "replies",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "tweet|reply → the reply's author; by the answered tweet's shard");

    /** quoted|quote → author. */
    public static final KeyValue<IdPair, Long> QUOTES = new KeyValue<>(
            "quotes",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "tweet|quote → the quote's author; by the quoted tweet's shard");

    /** tweet → TweetFacts. */
    public static final KeyValue<Long, TweetFacts> TWEET_FACTS = new KeyValue<>(
            "tweet-facts",
            App.ENGAGEMENT,
            Format.ID,
            Format.avro(TweetFacts.class),
            "tweet id → what counting it needs to know; by the author's shard");

    /** follower|followee → Relation. */
    public static final KeyValue<IdPair, Relation> FOLLOW_EDGES = new KeyValue<>(
            "follow-edges",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.avro(Relation.class),
            "person|other → how they stand to each other, so that each follow counts once");

    /** user → UserCounts. */
    public static final KeyValue<Long, UserCounts> USER_COUNTS = new KeyValue<>(
            "user-counts",
            App.ENGAGEMENT,
            Format.ID,
            Format.avro(UserCounts.class),
            "user id → followers, following, tweets");

    /** window → Trends. */
    public static final Global<String, Trends> TRENDS = new Global<>(
            "trends", App.TRENDS, Topics.TRENDS, "window, or window/language → its top hashtags, on every instance");

    /** recipient|kind|tweet → NotificationGroups. */
    public static final KeyValue<DeedKey, NotificationGroups> NOTIFICATION_GROUPS = new KeyValue<>(
            "notification-groups",
            App.NOTIFICATIONS,
            Format.DEED,
            Format.avro(NotificationGroups.class),
            "recipient, kind, tweet (actor 0) → what they are told, grouped; the newest 500 groups of a person at least");

    /** recipient → Inbox. */
    public static final KeyValue<Long, Inbox> INBOXES = new KeyValue<>(
            "inboxes",
            App.NOTIFICATIONS,
            Format.ID,
            Format.avro(Inbox.class),
            "person → how far they have read their notifications, and how many are kept");

    /** person → Candidates. */
    public static final KeyValue<Long, Candidates> CANDIDATES = new KeyValue<>(
            "candidates",
            App.SUGGESTIONS,
            Format.ID,
            Format.avro(Candidates.class),
            "person → the best of the followees of their followees, and through whom");

    /** person|other → Relation. */
    public static final KeyValue<IdPair, Relation> SUGGESTION_EDGES = new KeyValue<>(
            "suggestion-edges",
            App.SUGGESTIONS,
            Format.ID_PAIR,
            Format.avro(Relation.class),
            "person|other → how they stand to each other, so that nobody is suggested whom one follows or does not want to see");

    /** person|other → when. */
    public static final KeyValue<IdPair, Long> DISMISSED = new KeyValue<>(
            "dismissed",
            App.SUGGESTIONS,
            Format.ID_PAIR,
            Format.ID,
            "person|other whom they do not want to be suggested → since when, milliseconds since 1970-01-01 UTC");

    private Stores() {}

    /** All that are asked from outside their topology; a topology's inner stores stand beside it. */
    public static List<Store<?, ?>> all() {
        return List.of(
                USERS,
                HANDLES,
                TWEETS,
                AUTHOR_TIMELINES,
                ARCHIVED,
                FOLLOWERS,
                FOLLOWER_BARRIERS,
                RETWEETS,
                PARKED_RETWEETS,
                TIMELINES,
                RELATIONS,
                RELATIONS_IN_MEMORY,
                LAST_SEEN,
                REACTIONS,
                RETWEETED,
                ENGAGEMENT,
                MARKS_IN_MEMORY,
                COUNTS_IN_MEMORY,
                LIKERS,
                RETWEETERS,
                REPLIES,
                QUOTES,
                TWEET_FACTS,
                FOLLOW_EDGES,
                USER_COUNTS,
                TRENDS,
                NOTIFICATION_GROUPS,
                INBOXES,
                CANDIDATES,
                SUGGESTION_EDGES,
                DISMISSED);
    }
}
