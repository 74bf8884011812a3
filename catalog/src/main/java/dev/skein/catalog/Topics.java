package dev.skein.catalog;

import dev.skein.catalog.Topic.Partitioning;
import dev.skein.catalog.Topic.Retention;
import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.activity.Revocation;
import dev.skein.schemas.activity.Seen;
import dev.skein.schemas.delivery.Continuation;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.follow.Dismissal;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.trend.Trends;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** Every topic of the system. */
public final class Topics {
    private static final String LOG_APPEND_TIME = "message.timestamp.type";
    private static final String SEGMENT = "segment.ms";
    private static final String COMPACTION_LAG_MAX = "max.compaction.lag.ms";
    /** A log loses what has expired a segment at a time. */
    private static final Duration SEGMENT_MAX = Duration.ofDays(1);
    /** For how long what was replaced may lie beside what replaced it: what is erased must go, however little is written. */
    private static final Duration REPLACED_KEPT_MAX = Duration.ofDays(7);

    /** What authors do to tweets: posted, edited, deleted. */
    public static final Topic<Long, TweetEvent> TWEETS = sharded(
            "tweets",
            TweetEvent.class,
            "tweet id",
            compacted(Map.of(
                    "min.compaction.lag.ms",
                    millis(Duration.ofDays(7)),
                    COMPACTION_LAG_MAX,
                    millis(Duration.ofDays(14)))),
            "ingest-api; [author] for a deleted account's",
            "What its author did to a tweet, with the whole tweet as it then is. An author's events stand in the order in which they were made.");

    /** Retweets and their undoing. */
    public static final Topic<Long, RetweetEvent> RETWEETS = sharded(
            "retweets",
            RetweetEvent.class,
            "user id of the retweeter",
            kept(),
            "ingest-api",
            "Who passed which tweet on, or took that back. A person's events stand in order. They are kept for ever, so the retweeter's names are left empty: see users.");

    /** Follows, blocks and mutes, and their undoing. */
    public static final Topic<Long, FollowEvent> FOLLOWS = sharded(
            "follows",
            FollowEvent.class,
            "user id of the one who acts",
            kept(),
            "ingest-api",
            "How a person stands to another from now on. A person's events stand in order.");

    /** Whom people do not want to be suggested. */
    public static final Topic<Long, Dismissal> DISMISSALS = sharded(
            "dismissals",
            Dismissal.class,
            "user id of the one who dismisses",
            kept(),
            "ingest-api",
            "A person does not want somebody suggested any more.");

    /** Likes and dislikes, and their undoing. */
    public static final Topic<Long, ReactionEvent> LIKES = sharded(
            "likes",
            ReactionEvent.class,
            "user id of the one who reacts",
            kept(),
            "ingest-api",
            "What a person thinks of a tweet from now on. A person's events stand in order.");

    /** The users table, as change data capture brings it. */
    public static final Topic<byte[], byte[]> PG_USERS = new Topic<>(
            "pg.users",
            Format.JSON,
            Format.JSON,
            "{\"id\": user id}",
            Partitioning.HASH,
            compacted(Map.of()),
            "Debezium",
            "A row of the users table as it stands, only the columns that others may see; a tombstone when it is deleted. "
                    + "For [author] only: read users instead.");

    /** People, as others may see them. */
    public static final Topic<Long, User> USERS = sharded(
            "users",
            User.class,
            "user id",
            compacted(Map.of()),
            "[author], from pg.users",
            "A person as they now are; a tombstone when the account is deleted.");

    /** Tokens that no longer count. */
    public static final Topic<String, Revocation> REVOCATIONS = new Topic<>(
            "revocations",
            Format.TEXT,
            Format.avro(Revocation.class),
            "session id or user id",
            Partitioning.HASH,
            new Retention(true, Optional.of(Duration.ofDays(2)), Map.of(SEGMENT, millis(SEGMENT_MAX))),
            "ingest-api",
            "Tokens of this session or person issued before a time no longer count.");

    /** Who was here when. */
    public static final Topic<Long, Seen> ACTIVITY = sharded(
            "activity",
            Seen.class,
            "user id",
            compacted(Map.of()),
            "query-api",
            "When a person was last here; told at most once a minute.");

    /** What enters home timelines, one record for all readers of a partition; the changelog of the timelines. */
    public static final Topic<Long, Delivery> DELIVERIES = new Topic<>(
            "deliveries",
            Format.ID,
            Format.avro(Delivery.class),
            "user id of the author of the first change, or of the reader whom it is about",
            Partitioning.READERS,
            expiring(Duration.ofDays(7), Map.of(LOG_APPEND_TIME, "LogAppendTime")),
            "[author], [home]",
            "What a shard of authors tells the readers of one partition: tweets with the ids of those who get them, edits, deletions; and which readers are gone or back. "
                    + "Applying a record again, or two in any order, comes to the same.");

    /** Long lists of followers, on their way. */
    public static final Topic<Long, Continuation> CONTINUATIONS = sharded(
            "continuations",
            Continuation.class,
            "user id of the author",
            new Retention(false, Optional.of(Duration.ofDays(2)), Map.of()),
            "[author]",
            "A tweet that has reached some of very many followers, and how far it got. For [author] only.");

    /** Requests for backfills. */
    public static final Topic<Long, RebuildRequest> REBUILDS = sharded(
            "rebuilds",
            RebuildRequest.class,
            "user id of the followee",
            expiring(Duration.ofDays(2), Map.of()),
            "[home]",
            "A reader's timeline is not whole and wants a followee's newest entries.");

    /** Tweets as they stand. */
    public static final Topic<Long, Tweet> TWEET_STATE = sharded(
            "tweet-state",
            Tweet.class,
            "tweet id",
            compacted(Map.of("delete.retention.ms", millis(Duration.ofDays(30)))),
            "[author]",
            "A tweet as it now is; a tombstone when it is deleted, with its version as eight bytes big-endian in the header "
                    + "`version` and its author's id likewise in `author`. A higher version is a newer state.");

    /** Counts of tweets. */
    public static final Topic<Long, Engagement> ENGAGEMENT = sharded(
            "engagement",
            Engagement.class,
            "tweet id",
            compacted(Map.of()),
            "[engagement], exactly once: read it committed",
            "The counts of a tweet as they now are.");

    /** Hashtags of the hour and the day. */
    public static final Topic<String, Trends> TRENDS = new Topic<>(
            "trends",
            Format.TEXT,
            Format.avro(Trends.class),
            "window: 1h or 24h; of one language window/language, such as 1h/en",
            Partitioning.SINGLE,
            new Retention(true, Optional.of(Duration.ofDays(7)), Map.of(SEGMENT, millis(SEGMENT_MAX))),
            "[trends], exactly once: read it committed",
            "The top hashtags of a window that ends with the minute of event time that is running, told when they change; a "
                    + "tombstone where no tweet in a language carries a hashtag any more.");

    /** What concerns whom. */
    public static final Topic<Long, Notification> NOTIFICATIONS = sharded(
            "notifications",
            Notification.class,
            "user id of the recipient",
            expiring(Duration.ofDays(30), Map.of(LOG_APPEND_TIME, "LogAppendTime")),
            "[notifications], exactly once: read it committed",
            "Somebody did something that concerns the recipient.");

    /** How far people have read what concerns them. */
    public static final Topic<Long, NotificationsRead> NOTIFICATION_READS = sharded(
            "notification-reads",
            NotificationsRead.class,
            "user id of the recipient",
            compacted(Map.of()),
            "ingest-api; a tombstone by [author] when the account is deleted",
            "A person has read their notifications up to one of them.");

    /** Records that could not be read or must not be. */
    public static final Topic<byte[], byte[]> DEAD_LETTERS = new Topic<>(
            "dead-letters",
            Format.BYTES,
            Format.BYTES,
            "the original key",
            Partitioning.HASH,
            expiring(Duration.ofDays(30), Map.of()),
            "all six applications",
            "A record that could not be applied, as it was; the headers say why, from which topic, partition and offset.");

    private Topics() {}

    /** All of them, in the order of the flow. */
    public static List<Topic<?, ?>> all() {
        return List.of(
                TWEETS,
                RETWEETS,
                FOLLOWS,
                DISMISSALS,
                LIKES,
                PG_USERS,
                USERS,
                REVOCATIONS,
                ACTIVITY,
                DELIVERIES,
                CONTINUATIONS,
                REBUILDS,
                TWEET_STATE,
                ENGAGEMENT,
                TRENDS,
                NOTIFICATIONS,
                NOTIFICATION_READS,
                DEAD_LETTERS);
    }

    /** Keyed by an id, in the partition of that id's shard. */
    private static <V extends SpecificRecord> Topic<Long, V> sharded(
            String name, Class<V> value, String key, Retention retention, String writers, String meaning) {
        return new Topic<>(name, Format.ID, Format.avro(value), key, Partitioning.SHARD, retention, writers, meaning);
    }

    private static Retention compacted(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent(COMPACTION_LAG_MAX, millis(REPLACED_KEPT_MAX));
        return new Retention(true, Optional.empty(), all);
    }

    private static Retention expiring(Duration keep, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(SEGMENT, millis(SEGMENT_MAX));
        return new Retention(false, Optional.of(keep), all);
    }

    private static Retention kept() {
        return new Retention(false, Optional.empty(), Map.of());
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
