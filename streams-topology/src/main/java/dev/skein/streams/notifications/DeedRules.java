package dev.skein.streams.notifications;

import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.notification.NotificationKind;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which events are deeds that concern somebody. What a deed is done to is its key: a person for a follow and a mention,
 * a tweet otherwise. Its recipient is then the tweet's author as far as the doer knew, or {@link #UNKNOWN}.
 */
final class DeedRules {
    /** The recipient is found by the tweet. */
    static final long UNKNOWN = 0;

    /** An edit may mention someone new, but only while it is still remembered who was told of the tweet. */
    private static final long EDITS_MILLIS_MAX = Duration.ofDays(29).toMillis();

    /**
     * A deed on its way to whom it concerns.
     *
     * @param doneTo a person or a tweet, whose shard is the recipient's
     */
    record Deed(long doneTo, Notification notification) {}

    private DeedRules() {}

    /** A follow. */
    static List<Deed> of(FollowEvent event) {
        if (event.getKind() != FollowEventKind.FOLLOW) {
            return List.of();
        }
        long to = event.getTargetId();
        return List.of(new Deed(to, deed(NotificationKind.FOLLOW, event.getActorId(), to, null, event.getAt())));
    }

    /** A like. */
    static List<Deed> of(ReactionEvent event) {
        if (event.getKind() != ReactionEventKind.LIKE) {
            return List.of();
        }
        long tweet = event.getTweetId();
        long author = Objects.requireNonNullElse(event.getAuthorId(), UNKNOWN);
        return List.of(new Deed(tweet, deed(NotificationKind.LIKE, event.getUserId(), author, tweet, event.getAt())));
    }

    /** A retweet. */
    static List<Deed> of(RetweetEvent event) {
        if (event.getKind() != RetweetEventKind.RETWEETED) {
            return List.of();
        }
        long tweet = event.getTweetId();
        long actor = event.getRetweeter().getId();
        return List.of(new Deed(tweet, deed(NotificationKind.RETWEET, actor, UNKNOWN, tweet, event.getAt())));
    }

    /** A reply, a quote, mentions: in this order, since each person is told of a tweet once, of the first. */
    static List<Deed> of(TweetEvent event) {
        Tweet tweet = event.getTweet();
        Long edited = tweet.getEditedAt();
        long at = edited == null ? tweet.getCreatedAt() : edited;
        if (event.getKind() == TweetEventKind.DELETED || at - tweet.getCreatedAt() > EDITS_MILLIS_MAX) {
            return List.of();
        }
        long actor = tweet.getAuthor().getId();
        List<Deed> deeds = new ArrayList<>();
        Long parent = tweet.getInReplyTo();
        if (parent != null) {
            long author = Objects.requireNonNullElse(tweet.getInReplyToAuthor(), UNKNOWN);
            deeds.add(new Deed(parent, deed(NotificationKind.REPLY, actor, author, tweet.getId(), at)));
        }
        Long quoted = tweet.getQuoteOf();
        if (quoted != null) {
            deeds.add(new Deed(quoted, deed(NotificationKind.QUOTE, actor, UNKNOWN, tweet.getId(), at)));
        }
        for (Mention mention : tweet.getMentions()) {
            long to = mention.getId();
            deeds.add(new Deed(to, deed(NotificationKind.MENTION, actor, to, tweet.getId(), at)));
        }
        return deeds;
    }

    /** Whether the deed is done to a tweet, whose author is the recipient. */
    static boolean toTweet(Notification deed) {
        return deed.getKind() != NotificationKind.FOLLOW && deed.getKind() != NotificationKind.MENTION;
    }

    /**
     * Under which the recipient is told once: a reply, quote or mention by its tweet, however many of these it is; other
     * deeds by their id.
     */
    static String once(Notification notification) {
        return switch (notification.getKind()) {
            case FOLLOW, LIKE, RETWEET -> notification.getRecipientId() + "/" + notification.getId();
            case REPLY, QUOTE, MENTION -> notification.getRecipientId() + "/" + notification.getTweetId();
        };
    }

    private static Notification deed(NotificationKind kind, long actor, long recipient, @Nullable Long tweet, long at) {
        long subject = tweet == null ? recipient : tweet;
        return new Notification(kind + "/" + actor + "/" + subject, recipient, kind, actor, tweet, at);
    }
}
