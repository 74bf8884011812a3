package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.streams.BadRecordException;
import dev.skein.streams.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event makes of a tweet. The higher version wins and a deletion is final, so hearing an event again changes
 * nothing; but what follows from it is told again, since after a crash it may not have been.
 */
final class TweetRules {
    /** What comes of an event. */
    sealed interface Outcome {
        /**
         * The tweet stands.
         *
         * @param last the event that made it so
         * @param enters whether it enters timelines, now or perhaps again
         * @param changed whether those who have it must hear of a change
         */
        record Stands(TweetEvent last, boolean enters, boolean changed) implements Outcome {}

        /**
         * The tweet is gone.
         *
         * @param last the event that made it so
         */
        record Gone(TweetEvent last) implements Outcome {}

        /** A younger event has already said more. */
        record Stale() implements Outcome {}
    }

    private TweetRules() {}

    /**
     * What comes of an event.
     *
     * @param stored the last event that counted; null: nothing is known. That an event other than the posting is the
     *     first one is in order, since the log is compacted.
     * @throws BadRecordException where somebody else wrote the tweet
     */
    static Outcome decide(@Nullable TweetEvent stored, TweetEvent event) {
        if (stored != null && !author(stored).equals(author(event))) {
            throw new BadRecordException("the tweet is somebody else's");
        }
        if (stored != null && stored.getKind() == TweetEventKind.DELETED) {
            // Only the deletion itself is told again: a posting that is heard again before it must not be.
            return event.getKind() == TweetEventKind.DELETED ? new Outcome.Gone(stored) : new Outcome.Stale();
        }
        boolean older = stored != null
                && event.getTweet().getVersion() < stored.getTweet().getVersion();
        return switch (event.getKind()) {
            case DELETED -> new Outcome.Gone(event);
            // A posting heard again after an edit brings what stands now to those whom it did not reach.
            case POSTED -> new Outcome.Stands(older && stored != null ? stored : event, true, false);
            case EDITED -> older ? new Outcome.Stale() : new Outcome.Stands(event, stored == null, true);
        };
    }

    /** The event, with what was found out before about whom the tweet answers: who wrote the event did not know. */
    static TweetEvent answering(@Nullable TweetEvent stored, TweetEvent event) {
        Long found = stored == null ? null : stored.getTweet().getInReplyToAuthor();
        boolean same = stored != null
                && event.getTweet().getInReplyTo() != null
                && event.getTweet().getInReplyTo().equals(stored.getTweet().getInReplyTo());
        return found != null && same && event.getTweet().getInReplyToAuthor() == null ? answering(event, found) : event;
    }

    /** The event, of a tweet that answers this person. */
    static TweetEvent answering(TweetEvent event, long answeredAuthor) {
        Tweet tweet = event.getTweet();
        return new TweetEvent(
                event.getKind(),
                new Tweet(
                        tweet.getId(),
                        tweet.getAuthor(),
                        tweet.getText(),
                        tweet.getLang(),
                        tweet.getInReplyTo(),
                        answeredAuthor,
                        tweet.getQuoteOf(),
                        tweet.getHashtags(),
                        tweet.getMentions(),
                        tweet.getMedia(),
                        tweet.getCreatedAt(),
                        tweet.getEditedAt(),
                        tweet.getVersion()));
    }

    /** Whether nobody knows yet whom a tweet answers: until then it is its author's alone. */
    static boolean asks(Tweet tweet) {
        return tweet.getInReplyTo() != null && tweet.getInReplyToAuthor() == null;
    }

    /** The deletion of a tweet whose author left; it stands in the log for ever, and names nobody. */
    static TweetEvent deletion(Tweet tweet, long leftAtMillis) {
        return new TweetEvent(
                TweetEventKind.DELETED,
                new Tweet(
                        tweet.getId(),
                        Names.unknown(tweet.getAuthor().getId()),
                        "",
                        null,
                        tweet.getInReplyTo(),
                        tweet.getInReplyToAuthor(),
                        tweet.getQuoteOf(),
                        List.of(),
                        List.of(),
                        List.of(),
                        tweet.getCreatedAt(),
                        tweet.getEditedAt(),
                        after(tweet.getVersion(), leftAtMillis)));
    }

    /** An id in the same shard, of this time or just above, whichever is later: the same each time it is asked for. */
    static long after(long id, long millis) {
        return Math.max(Id.first(millis) | Id.shard(id), id + Id.SHARDS);
    }

    private static Long author(TweetEvent event) {
        return event.getTweet().getAuthor().getId();
    }
}
