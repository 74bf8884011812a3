package dev.skein.catalog;

import dev.skein.catalog.Store.KeyValue;
import dev.skein.catalog.Store.Timed;
import dev.skein.schemas.store.AnsweredQuestion;
import dev.skein.schemas.store.Authorship;
import dev.skein.schemas.store.Deed;
import dev.skein.schemas.store.Followees;
import dev.skein.schemas.store.HashtagCount;
import dev.skein.schemas.store.Neighbours;
import dev.skein.schemas.store.PendingFollows;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.store.TweetDeeds;
import dev.skein.schemas.store.TweetTags;
import dev.skein.schemas.trend.Trends;
import java.time.Duration;
import java.util.List;

/** Stores that only their own topology asks. What others may ask stands in {@link Stores}. */
public final class InnerStores {
    /** user → when they left. */
    public static final KeyValue<Long, Long> DEPARTED = new KeyValue<>(
            "departed",
            App.AUTHOR,
            Format.ID,
            Format.ID,
            "user id → when the account was deleted, milliseconds since 1970-01-01 UTC: what they tweeted goes after it");

    /** answered|reply → AnsweredQuestion. */
    public static final KeyValue<IdPair, AnsweredQuestion> PARKED_REPLIES = new KeyValue<>(
            "parked-replies",
            App.AUTHOR,
            Format.ID_PAIR,
            Format.avro(AnsweredQuestion.class),
            "tweet|reply id → a reply that came before what it answers and waits for it for a minute");

    /** author → when famous. */
    public static final KeyValue<Long, Long> FAME = new KeyValue<>(
            "fame",
            App.AUTHOR,
            Format.ID,
            Format.ID,
            "author id → the entry with which they became famous; negative: with which they ceased to be");

    /** user → Authorship. */
    public static final KeyValue<Long, Authorship> AUTHORSHIP = new KeyValue<>(
            "authorship",
            App.HOME,
            Format.ID,
            Format.avro(Authorship.class),
            "person → when they last posted, and whether they are famous; by the person's shard");

    /** user|tweet → undone before. */
    public static final KeyValue<IdPair, Long> RETWEETS_UNDONE = new KeyValue<>(
            "retweets-undone",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "person|tweet → id of the last undoing: their retweets with a smaller id do not count, also when told again");

    /** tweet|user → since. */
    public static final KeyValue<IdPair, Long> DISLIKERS = new KeyValue<>(
            "dislikers",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "tweet|person who dislikes it and did not know who wrote it → since when, as an id; by the tweet's shard; shown to nobody");

    /** tweet → TweetTags. */
    public static final Timed<Long, TweetTags> TWEET_TAGS = new Timed<>(
            "tweet-tags",
            App.TRENDS,
            Format.ID,
            Format.avro(TweetTags.class),
            Duration.ofHours(25),
            "tweet id at its time → the hashtags it counts for, as long as a window can be open");

    /** worker → id. */
    public static final KeyValue<Long, Long> NEWEST_TWEETS = new KeyValue<>(
            "newest-tweets",
            App.TRENDS,
            Format.ID,
            Format.ID,
            "worker of the id generator → the highest of its tweets' ids: what is above it was never heard of; by the author's shard");

    /** hashtag at a minute → HashtagCount. */
    public static final Timed<String, HashtagCount> TAG_MINUTES = new Timed<>(
            "tag-minutes",
            App.TRENDS,
            Format.TEXT,
            Format.avro(HashtagCount.class),
            Duration.ofHours(25),
            "hashtag at a minute → how often in that minute, where it is not the only one of its hour; by the hashtag's partition");

    /** hashtag at an hour → HashtagCount. */
    public static final Timed<String, HashtagCount> TAG_HOURS = new Timed<>(
            "tag-hours",
            App.TRENDS,
            Format.TEXT,
            Format.avro(HashtagCount.class),
            Duration.ofHours(50),
            "hashtag at an hour → how often in that hour, as long as it says what to expect; by the hashtag's partition");

    /** hashtag → since. */
    public static final KeyValue<String, Long> TREND_CANDIDATES = new KeyValue<>(
            "trend-candidates",
            App.TRENDS,
            Format.TEXT,
            Format.ID,
            "hashtag that may be among the best of a list → since when, milliseconds since 1970-01-01 UTC; the only ones held in memory");

    /** until, since. */
    public static final KeyValue<String, Long> TRENDS_CLOCK = new KeyValue<>(
            "trends-clock",
            App.TRENDS,
            Format.TEXT,
            Format.ID,
            "until → the end of the windows; since → the first minute ever counted; by partition of hashtags");

    /** window/language/partition → Trends. */
    public static final KeyValue<String, Trends> PARTITION_TRENDS = new KeyValue<>(
            "partition-trends",
            App.TRENDS,
            Format.TEXT,
            Format.avro(Trends.class),
            "window/language/partition → the top hashtags of that partition; in one place");

    /** tweet → author. */
    public static final KeyValue<Long, Long> TWEET_AUTHORS = new KeyValue<>(
            "tweet-authors",
            App.NOTIFICATIONS,
            Format.ID,
            Format.ID,
            "tweet id → who wrote it, negative where it is deleted; by the author's shard");

    /** deed → Deed. */
    public static final KeyValue<DeedKey, Deed> EARLY_DEEDS = new KeyValue<>(
            "early-deeds",
            App.NOTIFICATIONS,
            Format.DEED,
            Format.avro(Deed.class),
            "tweet, kind, tweet, actor → what was done to a tweet that is not known yet, for a minute; by the tweet's shard, in memory");

    /** recipient|other → Relation. */
    public static final KeyValue<IdPair, Relation> UNHEARD = new KeyValue<>(
            "unheard",
            App.NOTIFICATIONS,
            Format.ID_PAIR,
            Format.avro(Relation.class),
            "person|other whom they block or mute and so do not want to hear of → how; nobody else is in it");

    /** deed → its place. */
    public static final Timed<DeedKey, Long> TOLD = new Timed<>(
            "told",
            App.NOTIFICATIONS,
            Format.DEED,
            Format.ID,
            Duration.ofDays(60),
            "recipient, kind, tweet, actor at the beginning of the 30 days in which it was told → the place it was given, "
                    + "negative while it is undone; so nobody is told of it again for 30 days, and it is found when it is undone");

    /** tweet → TweetDeeds. */
    public static final Timed<Long, TweetDeeds> TWEET_DEEDS = new Timed<>(
            "tweet-deeds",
            App.NOTIFICATIONS,
            Format.ID,
            Format.avro(TweetDeeds.class),
            Duration.ofDays(60),
            "tweet id at its time → whom it concerns; by the author's shard");

    /** person → Neighbours. */
    public static final KeyValue<Long, Neighbours> NEIGHBOURS = new KeyValue<>(
            "neighbours",
            App.SUGGESTIONS,
            Format.ID,
            Format.avro(Neighbours.class),
            "person → their newest followers and followees; by the person's shard");

    /** person → PendingFollows. */
    public static final KeyValue<Long, PendingFollows> PENDING_FOLLOWS = new KeyValue<>(
            "pending-follows",
            App.SUGGESTIONS,
            Format.ID,
            Format.avro(PendingFollows.class),
            "person → of which follows their followers will be told with the next step");

    /** person|followee → Followees. */
    public static final KeyValue<IdPair, Followees> FOLLOWEES_OF_FOLLOWEES = new KeyValue<>(
            "followees-of-followees",
            App.SUGGESTIONS,
            Format.ID_PAIR,
            Format.avro(Followees.class),
            "person|one of their newest followees → whom that one follows; what candidates are made of");

    /** person → when. */
    public static final KeyValue<Long, Long> STALE_CANDIDATES = new KeyValue<>(
            "stale-candidates",
            App.SUGGESTIONS,
            Format.ID,
            Format.ID,
            "person whose candidates are to be made anew → since when, milliseconds since 1970-01-01 UTC");

    private InnerStores() {}

    /** All of them. */
    public static List<Store<?, ?>> all() {
        return List.of(
                DEPARTED,
                PARKED_REPLIES,
                FAME,
                AUTHORSHIP,
                RETWEETS_UNDONE,
                DISLIKERS,
                TWEET_TAGS,
                NEWEST_TWEETS,
                TAG_MINUTES,
                TAG_HOURS,
                TREND_CANDIDATES,
                TRENDS_CLOCK,
                PARTITION_TRENDS,
                TWEET_AUTHORS,
                EARLY_DEEDS,
                UNHEARD,
                TOLD,
                TWEET_DEEDS,
                NEIGHBOURS,
                PENDING_FOLLOWS,
                FOLLOWEES_OF_FOLLOWEES,
                STALE_CANDIDATES);
    }
}
