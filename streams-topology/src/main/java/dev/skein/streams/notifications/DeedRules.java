package dev.skein.streams.notifications;

import dev.skein.catalog.DeedKey;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.notification.NotificationKind;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.store.Deed;
import dev.skein.schemas.store.TweetDeeds;
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
 * Which events are deeds that concern somebody, and which undo them. The recipient of what is done to a tweet is its
 * author, as far as the doer knew, or {@link #UNKNOWN}.
 */
final class DeedRules {
    /** The recipient is found by the tweet. */
    static final long UNKNOWN = 0;

    /** An edit may mention someone new, but only while it is still remembered who was told of the tweet. */
    private static final long EDITS_MILLIS_MAX = Duration.ofDays(29).toMillis();

    private DeedRules() {}

    /** A follow; unfollowing and blocking undo it. */
    static List<Deed> of(FollowEvent event) {
        return switch (event.getKind()) {
            case FOLLOW -> List.of(follow(event, false));
            case UNFOLLOW, BLOCK -> List.of(follow(event, true));
            case UNBLOCK, MUTE, UNMUTE -> List.of();
        };
    }

    private static Deed follow(FollowEvent event, boolean undone) {
        long to = event.getTargetId();
        return new Deed(NotificationKind.FOLLOW, to, event.getActorId(), to, null, event.getAt(), undone);
    }

    /** A like; a dislike replaces it, and so undoes it. */
    static List<Deed> of(ReactionEvent event) {
        return switch (event.getKind()) {
            case LIKE -> List.of(like(event, false));
            case UNLIKE, DISLIKE -> List.of(like(event, true));
            case UNDISLIKE -> List.of();
        };
    }

    private static Deed like(ReactionEvent event, boolean undone) {
        long tweet = event.getTweetId();
        long author = Objects.requireNonNullElse(event.getAuthorId(), UNKNOWN);
        return new Deed(NotificationKind.LIKE, tweet, event.getUserId(), author, tweet, event.getAt(), undone);
    }

    /** A retweet, or its undoing. */
    static List<Deed> of(RetweetEvent event) {
        long tweet = event.getTweetId();
        long actor = event.getRetweeter().getId();
        boolean undone = event.getKind() == RetweetEventKind.UNDONE;
        return List.of(new Deed(NotificationKind.RETWEET, tweet, actor, UNKNOWN, tweet, event.getAt(), undone));
    }

    /**
     * A tweet as it now is: what must be kept of it, and what has to be told.
     *
     * @param after null where there is nothing to keep
     */
    record Change(@Nullable TweetDeeds after, List<Deed> told) {
        private static final Change NONE = new Change(null, List.of());
    }

    /** What an event of a tweet changes, after what was kept of the tweet before. */
    static Change change(@Nullable TweetDeeds before, TweetEvent event) {
        Tweet tweet = event.getTweet();
        boolean deleted = event.getKind() == TweetEventKind.DELETED;
        boolean known = before != null && before.getVersion() >= tweet.getVersion();
        long at = Objects.requireNonNullElse(tweet.getEditedAt(), tweet.getCreatedAt());
        if (!deleted && (known || at - tweet.getCreatedAt() > EDITS_MILLIS_MAX)) {
            return Change.NONE;
        }
        List<Deed> old = before == null ? List.of() : before.getDeeds();
        List<Deed> now = deleted ? List.of() : of(tweet, at);
        List<Deed> told = new ArrayList<>();
        old.stream().filter(deed -> !contains(now, deed)).map(DeedRules::undone).forEach(told::add);
        now.stream().filter(deed -> !contains(old, deed)).forEach(told::add);
        boolean worthKeeping = before != null || !now.isEmpty();
        return new Change(worthKeeping ? new TweetDeeds(tweet.getVersion(), now) : null, told);
    }

    /** A reply, a quote, mentions: in this order, since each person is told of a tweet once, of the first. */
    private static List<Deed> of(Tweet tweet, long at) {
        long actor = tweet.getAuthor().getId();
        List<Deed> deeds = new ArrayList<>();
        Long parent = tweet.getInReplyTo();
        if (parent != null) {
            long author = Objects.requireNonNullElse(tweet.getInReplyToAuthor(), UNKNOWN);
            deeds.add(new Deed(NotificationKind.REPLY, parent, actor, author, tweet.getId(), at, false));
        }
        Long quoted = tweet.getQuoteOf();
        if (quoted != null) {
            deeds.add(new Deed(NotificationKind.QUOTE, quoted, actor, UNKNOWN, tweet.getId(), at, false));
        }
        for (Mention mention : tweet.getMentions()) {
            long to = mention.getId();
            deeds.add(new Deed(NotificationKind.MENTION, to, actor, to, tweet.getId(), at, false));
        }
        return deeds;
    }

    private static boolean contains(List<Deed> deeds, Deed wanted) {
        return deeds.stream()
                .anyMatch(deed -> deed.getKind() == wanted.getKind() && deed.getDoneTo() == wanted.getDoneTo());
    }

    private static Deed undone(Deed deed) {
        return new Deed(
                deed.getKind(),
                deed.getDoneTo(),
                deed.getActorId(),
                deed.getRecipientId(),
                deed.getTweetId(),
                deed.getAt(),
                true);
    }

    /** Whether the deed is done to a tweet, whose author is the recipient. */
    static boolean toTweet(Deed deed) {
        return deed.getKind() != NotificationKind.FOLLOW && deed.getKind() != NotificationKind.MENTION;
    }

    /** The deed, now that it is known whom it concerns. */
    static DeedKey key(long recipient, Deed deed) {
        long tweet = Objects.requireNonNullElse(deed.getTweetId(), 0L);
        return new DeedKey(recipient, deed.getKind(), tweet, deed.getActorId());
    }

    /** As what else the recipient may have heard of the same tweet: they are told of it once, whatever it is to them. */
    static List<DeedKey> otherwise(DeedKey deed) {
        return switch (deed.kind()) {
            case FOLLOW, LIKE, RETWEET -> List.of();
            case REPLY -> List.of(deed.as(NotificationKind.QUOTE), deed.as(NotificationKind.MENTION));
            case QUOTE -> List.of(deed.as(NotificationKind.REPLY), deed.as(NotificationKind.MENTION));
            case MENTION -> List.of(deed.as(NotificationKind.REPLY), deed.as(NotificationKind.QUOTE));
        };
    }

    /** What the world is told. */
    static Notification notification(long recipient, Deed deed) {
        long subject = Objects.requireNonNullElse(deed.getTweetId(), recipient);
        return new Notification(
                deed.getKind() + "/" + deed.getActorId() + "/" + subject,
                recipient,
                deed.getKind(),
                deed.getActorId(),
                deed.getTweetId(),
                deed.getAt());
    }
}
