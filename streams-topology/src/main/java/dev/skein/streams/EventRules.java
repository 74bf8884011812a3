package dev.skein.streams;

import dev.skein.catalog.Id;
import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.activity.Seen;
import dev.skein.schemas.follow.Dismissal;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an event must be to be applied, besides being readable and in the partition of its key. Anyone may write to a
 * topic: what contradicts itself goes to the dead letters instead of into a store.
 */
public final class EventRules {
    private EventRules() {}

    /** The key is the one who acts, on somebody else. */
    public static void require(long key, FollowEvent event) {
        require(event.getActorId() == key, "actorId is not the key");
        requireId(event.getTargetId(), "targetId");
        require(event.getTargetId() != key, "nobody follows, blocks or mutes themselves");
        requireTime(event.getAt());
    }

    /** The key is the one who dismisses. */
    public static void require(long key, Dismissal dismissal) {
        require(dismissal.getUserId() == key, "userId is not the key");
        requireId(dismissal.getDismissedId(), "dismissedId");
        requireTime(dismissal.getAt());
    }

    /** The key is the one who reacts. */
    public static void require(long key, ReactionEvent event) {
        require(event.getUserId() == key, "userId is not the key");
        requireId(event.getTweetId(), "tweetId");
        requireTime(event.getAt());
    }

    /** The key is the retweeter, in whose shard the event's id lies. */
    public static void require(long key, RetweetEvent event) {
        require(event.getRetweeter().getId() == key, "retweeter is not the key");
        requireId(event.getId(), "id");
        require(Id.shard(event.getId()) == Id.shard(key), "the retweet's id is not in the retweeter's shard");
        requireId(event.getTweetId(), "tweetId");
        requireTime(event.getAt());
    }

    /** The key is who was seen. */
    public static void require(long key, Seen seen) {
        require(seen.getUserId() == key, "userId is not the key");
        requireTime(seen.getAt());
    }

    /** The key is who has read. */
    public static void require(long key, NotificationsRead read) {
        require(read.getUserId() == key, "userId is not the key");
        requireId(read.getUpTo(), "upTo");
        requireTime(read.getAt());
    }

    /** The key is the tweet, in its author's shard; its version is an id of the author's, not older than the tweet. */
    public static void require(long key, TweetEvent event) {
        Tweet tweet = event.getTweet();
        require(tweet.getId() == key, "the tweet's id is not the key");
        requireId(tweet.getAuthor().getId(), "author");
        require(Id.shard(tweet.getAuthor().getId()) == Id.shard(key), "the tweet is not in its author's shard");
        require(tweet.getVersion() >= key, "the version is older than the tweet");
        requireIdOrNull(tweet.getInReplyTo(), "inReplyTo");
        requireIdOrNull(tweet.getInReplyToAuthor(), "inReplyToAuthor");
        requireIdOrNull(tweet.getQuoteOf(), "quoteOf");
        tweet.getMentions().forEach(mention -> requireId(mention.getId(), "mentions"));
    }

    private static void requireIdOrNull(@Nullable Long id, String field) {
        if (id != null) {
            requireId(id, field);
        }
    }

    private static void requireId(long id, String field) {
        require(id > 0, field + " is not an id");
    }

    private static void requireTime(long at) {
        require(at > 0, "at is not a time");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new BadRecordException(otherwise);
        }
    }
}
