package dev.skein.streams.home;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.schemas.tweet.Tweet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tweet as a partition keeps it, once for all its readers: what decides whether it is seen, and the rest as bytes, a
 * quarter of the size. Nothing in it changes but the count of entries that show it, which only the writer uses.
 */
final class Body {
    /** In memory only: the registry numbers one schema, for nobody else. */
    private static final AvroSerde<Tweet> BYTES = new AvroSerde<>(Tweet.class, new InMemorySchemaRegistry());

    private static final String IN_MEMORY = "timelines";

    /** Nobody's id. */
    static final long NOBODY = 0;

    private final long author;
    private final @Nullable Long answered;
    private final long version;
    private final byte[] bytes;

    /** How many entries of this partition's timelines show it. */
    int entries;

    Body(Tweet tweet) {
        this.author = tweet.getAuthor().getId();
        this.answered = answered(tweet);
        this.version = tweet.getVersion();
        this.bytes = Objects.requireNonNull(BYTES.serialize(IN_MEMORY, tweet));
    }

    private static @Nullable Long answered(Tweet tweet) {
        if (tweet.getInReplyTo() == null) {
            return null;
        }
        return tweet.getInReplyToAuthor() == null ? Long.valueOf(NOBODY) : tweet.getInReplyToAuthor();
    }

    /** Who wrote it. */
    long author() {
        return author;
    }

    /** Who wrote the tweet that it answers; null if it answers none, {@link #NOBODY} if that is not known here. */
    @Nullable
    Long answered() {
        return answered;
    }

    /** The higher one is the newer. */
    long version() {
        return version;
    }

    /**
     * Whether this says more than another body of the same tweet: it is of a higher version, or of the same and knows whom
     * it answers.
     */
    boolean newerThan(Body other) {
        return version > other.version || (version == other.version && knowsAnswered() && !other.knowsAnswered());
    }

    private boolean knowsAnswered() {
        return answered == null || answered.longValue() != NOBODY;
    }

    /** The whole tweet, with its author's names as they were when it was written or changed. */
    Tweet tweet() {
        return Objects.requireNonNull(BYTES.deserialize(IN_MEMORY, bytes));
    }
}
