package dev.skein.ingest.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skein.schemas.tweet.Tweet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The tweets that this instance has written a moment ago, as it wrote them last: what is answered to is mostly what was just said.
 *
 * <p>Short-lived, because another instance may write a later state: an author who edits through one and deletes through another within this time gets the answer of the one they ask.
 */
public final class RecentTweets {
    static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int TWEETS = 100_000;
    private static final int AUTHORS = 250_000;

    private sealed interface State {}

    private record Standing(Tweet tweet) implements State {}

    private record Gone(long version) implements State {}

    private final Cache<Long, State> states = Caffeine.newBuilder()
            .maximumSize(TWEETS)
            .expireAfterWrite(REMEMBERED)
            .build();

    /** Who wrote a tweet never changes, so this is kept for longer: a reply must say whom it answers, or strangers to both get to see it. */
    private final Cache<Long, Long> authors =
            Caffeine.newBuilder().maximumSize(AUTHORS).build();

    /** Who wrote a tweet, where this instance has written or found it; it may be deleted meanwhile. */
    public @Nullable Long authorOf(long id) {
        return authors.getIfPresent(id);
    }

    /** Notes who wrote a tweet. */
    void found(Tweet tweet) {
        authors.put(tweet.getId(), tweet.getAuthor().getId());
    }

    /** The tweet, or that it is gone, or null if nothing was written of it lately. */
    public @Nullable Found<Tweet> find(long id) {
        State state = states.getIfPresent(id);
        if (state instanceof Standing standing) {
            return new Found.Present<>(standing.tweet());
        }
        return state == null ? null : new Found.Absent<>();
    }

    /** Notes a state that stands in the log. A deletion is final; otherwise the higher version wins. */
    public void wrote(Tweet tweet) {
        found(tweet);
        states.asMap().merge(tweet.getId(), new Standing(tweet), (known, written) -> {
            if (known instanceof Gone) {
                return known;
            }
            return ((Standing) known).tweet().getVersion() > tweet.getVersion() ? known : written;
        });
    }

    /** Notes that a tweet was deleted. */
    public void deleted(long id, long version) {
        states.put(id, new Gone(version));
    }
}
