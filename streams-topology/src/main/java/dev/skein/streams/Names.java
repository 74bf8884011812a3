package dev.skein.streams;

import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.schemas.user.User;
import org.jspecify.annotations.Nullable;

/** How people are called: of several copies of a person's names the one with the highest version is right. */
public final class Names {
    private Names() {}

    /** The newer of an event's copy and what the users table says; of the same version it does not matter. */
    public static Author newest(Author copy, @Nullable User known) {
        return known != null && known.getVersion() >= copy.getVersion() ? of(known) : copy;
    }

    /** The newer of two copies. */
    public static Author newest(Author copy, @Nullable Author known) {
        return known != null && known.getVersion() >= copy.getVersion() ? known : copy;
    }

    /** A person's names. */
    public static Author of(User user) {
        return new Author(user.getId(), user.getHandle(), user.getDisplayName(), user.getVersion());
    }

    /** Nobody's names yet: any that are known are newer. */
    public static Author unknown(long id) {
        return new Author(id, "", "", 0L);
    }

    /** The names of somebody who left: newer than any. */
    public static Author erased(long id) {
        return new Author(id, "", "", Long.MAX_VALUE);
    }

    /** The tweet under the newest names of its author. */
    public static Tweet authored(Tweet tweet, @Nullable User known) {
        return authored(tweet, newest(tweet.getAuthor(), known));
    }

    /** The tweet under these names of its author. */
    public static Tweet authored(Tweet tweet, Author author) {
        return author.equals(tweet.getAuthor())
                ? tweet
                : new Tweet(
                        tweet.getId(),
                        author,
                        tweet.getText(),
                        tweet.getLang(),
                        tweet.getInReplyTo(),
                        tweet.getInReplyToAuthor(),
                        tweet.getQuoteOf(),
                        tweet.getHashtags(),
                        tweet.getMentions(),
                        tweet.getMedia(),
                        tweet.getCreatedAt(),
                        tweet.getEditedAt(),
                        tweet.getVersion());
    }
}
