package dev.skein.streams.home;

import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of a home timeline, whole: with the newest body and the newest names known to the reader's partition. The body is
 * kept as bytes; it becomes objects when it is asked for.
 */
public final class TimelineEntry {
    private final long id;
    private final long tweetId;
    private final Body body;
    private final @Nullable Author retweetedBy;

    TimelineEntry(long id, long tweetId, Body body, @Nullable Author retweetedBy) {
        this.id = id;
        this.tweetId = tweetId;
        this.body = body;
        this.retweetedBy = retweetedBy;
    }

    /** As if it stood in a timeline: for those who have the tweet. */
    public TimelineEntry(long id, Tweet tweet, @Nullable Author retweetedBy) {
        this(id, tweet.getId(), new Body(ToldTweet.of(tweet), new Person(tweet.getAuthor())), retweetedBy);
    }

    /** Where it stands: the tweet's id, or the retweet's own; the cursor of a page that ends here. */
    public long id() {
        return id;
    }

    /** What is shown, under its author's newest names. Made anew at each call. */
    public Tweet tweet() {
        return body.tweet();
    }

    /** The newest names of whoever wrote it. */
    public Author author() {
        return body.author().names();
    }

    /** The tweet that is shown. */
    public long tweetId() {
        return tweetId;
    }

    /** Which version of the tweet is shown: of two of the same tweet and version, {@link #tweet} says the same, names apart. */
    public long version() {
        return body.version();
    }

    /**
     * What was last given to {@link #keep} with this tweet, here or with another reader's entry: for what is made of a tweet to be found where
     * the tweet lies. Null where there is nothing, or nothing any more. Any thread.
     */
    public @Nullable Object kept() {
        return body.kept;
    }

    /** Keeps this with the tweet as long as it lies here; its fields must be final or volatile. Any thread. */
    public void keep(Object made) {
        body.kept = made;
    }

    /** Who passed it on; null where it is the tweet itself. */
    public @Nullable Author retweetedBy() {
        return retweetedBy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TimelineEntry entry
                && id == entry.id
                && tweet().equals(entry.tweet())
                && Objects.equals(retweetedBy, entry.retweetedBy);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return id + " " + tweet() + (retweetedBy == null ? "" : " by " + retweetedBy.getHandle());
    }
}
