package dev.skein.streams.author;

import dev.skein.schemas.store.RetweetState;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.user.Author;
import dev.skein.streams.Names;
import dev.skein.streams.author.AuthorTimelines.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Which retweet of a tweet by one person stands: the first one after the last undoing. A person's events come in order,
 * and some of them perhaps again.
 */
final class RetweetRules {
    private static final RetweetState NONE = new RetweetState(0L, 0L);

    private RetweetRules() {}

    /** What is known after an event. */
    static RetweetState after(@Nullable RetweetState before, RetweetEvent event) {
        RetweetState state = before == null ? NONE : before;
        return switch (event.getKind()) {
            case RETWEETED ->
                stands(state) || event.getId() <= state.getUndoneBefore()
                        ? state
                        : new RetweetState(event.getId(), state.getUndoneBefore());
            case UNDONE -> new RetweetState(state.getLastId(), Math.max(state.getUndoneBefore(), event.getId()));
        };
    }

    /** Whether the person retweets the tweet. */
    static boolean stands(@Nullable RetweetState state) {
        return state != null && state.getLastId() > state.getUndoneBefore();
    }

    /** Whether it is this retweet that stands. */
    static boolean stands(@Nullable RetweetState state, RetweetEvent retweet) {
        return state != null && stands(state) && state.getLastId() == retweet.getId();
    }

    /** The undoing of a retweet by somebody who left. */
    static RetweetEvent undoing(long retweeterId, Entry retweet, long leftAtMillis) {
        return undoing(retweet.id(), Names.unknown(retweeterId), retweet.tweetId(), leftAtMillis);
    }

    /** The undoing of a retweet that comes after its maker has left. */
    static RetweetEvent undoing(RetweetEvent retweet, long leftAtMillis) {
        Author nobody = Names.unknown(retweet.getRetweeter().getId());
        return undoing(retweet.getId(), nobody, retweet.getTweetId(), leftAtMillis);
    }

    private static RetweetEvent undoing(long id, Author retweeter, long tweetId, long leftAtMillis) {
        return new RetweetEvent(
                RetweetEventKind.UNDONE, TweetRules.after(id, leftAtMillis), retweeter, tweetId, leftAtMillis);
    }
}
