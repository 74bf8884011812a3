package dev.skein.streams.home;

import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import org.jspecify.annotations.Nullable;

/**
 * A tweet as a delivery tells it: what decides who sees it, and all of it as bytes. Those are how a partition keeps it, so that
 * between the log and memory it never becomes objects, of which most would say what is known.
 */
final class ToldTweet {
    private final long id;
    private final long authorId;
    private final long namesVersion;
    private final long answered;
    private final long version;
    private final byte[] bytes;
    private final @Nullable Author names;

    /**
     * As it was read.
     *
     * @param namesVersion of the author's names in it
     * @param answered as {@link Body#answered(Long, Long)} says
     * @param bytes as {@link Body#bytes} makes them; not to be changed
     */
    ToldTweet(long id, long authorId, long namesVersion, long answered, long version, byte[] bytes) {
        this(id, authorId, namesVersion, answered, version, bytes, null);
    }

    private ToldTweet(
            long id,
            long authorId,
            long namesVersion,
            long answered,
            long version,
            byte[] bytes,
            @Nullable Author names) {
        this.id = id;
        this.authorId = authorId;
        this.namesVersion = namesVersion;
        this.answered = answered;
        this.version = version;
        this.bytes = bytes;
        this.names = names;
    }

    /** One that is there as objects. */
    static ToldTweet of(Tweet tweet) {
        Author author = tweet.getAuthor();
        return new ToldTweet(
                tweet.getId(),
                author.getId(),
                author.getVersion(),
                Body.answered(tweet.getInReplyTo(), tweet.getInReplyToAuthor()),
                tweet.getVersion(),
                Body.bytes(tweet),
                author);
    }

    long id() {
        return id;
    }

    /** Who wrote it. */
    long authorId() {
        return authorId;
    }

    /** Of the names in it: the higher one is the newer. */
    long namesVersion() {
        return namesVersion;
    }

    /** Whom it answers, as {@link Body} keeps it. */
    long answered() {
        return answered;
    }

    /** The higher one is the newer. */
    long version() {
        return version;
    }

    /** All of it; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** What its author was called. */
    Author names() {
        return names == null ? Body.tweet(bytes).getAuthor() : names;
    }
}
