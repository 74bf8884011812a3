package dev.skein.streams.home;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.Names;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * A tweet as a partition keeps it, once for all its readers: what decides whether it is seen, and the rest as bytes, a
 * quarter of the size. Nothing in it changes but what only the writer uses, and which retweet of it is the newest.
 */
final class Body {
    /** Nobody's id. */
    static final long NOBODY = 0;

    /** As {@link #NOBODY}, of a tweet that answers none. */
    private static final long NONE = -1;

    /** In memory and in snapshots only: the registry numbers one schema, in each process alike. */
    private static final AvroSerde<Tweet> BYTES =
            new AvroSerde<>(Tweet.class, new InMemorySchemaRegistry(Tweet.getClassSchema()));

    private static final String IN_MEMORY = "timelines";
    /** Of this object, its array's header, and what a table takes to hold it. */
    private static final int OBJECT_BYTES = 56 + 16 + 24;

    private final Person author;
    /** As the author says; here, for it decides for each reader whether they see it. */
    private final long authorId;

    private final long answered;
    private final long version;
    private final byte[] bytes;

    /** The newest retweet of it that is here; those before it hang on it. Any thread reads it. */
    volatile @Nullable PassedOn newestRetweet;

    /** What whoever shows it keeps with it; any thread, without order: of two one stays. */
    @Nullable
    Object kept;

    /** How many entries of this partition's timelines show it; only the writer uses it. */
    int entries;

    /** @param author who wrote it, by names that are no older than the tweet's own */
    Body(ToldTweet tweet, Person author) {
        this(author, tweet.answered(), tweet.version(), tweet.bytes());
    }

    /** Who wrote the tweet that one answers, as it is kept. */
    static long answered(@Nullable Long inReplyTo, @Nullable Long inReplyToAuthor) {
        if (inReplyTo == null) {
            return NONE;
        }
        return inReplyToAuthor == null ? NOBODY : inReplyToAuthor;
    }

    /** A tweet as it is kept. */
    static byte[] bytes(Tweet tweet) {
        return Objects.requireNonNull(BYTES.serialize(IN_MEMORY, tweet));
    }

    /** As {@link #bytes(Tweet)} of one that stands in a record, in Avro's binary encoding by this process's schema. */
    static byte[] bytes(byte[] record, int from, int to) {
        return BYTES.serialize(IN_MEMORY, record, from, to);
    }

    /** Whether that is what {@link #bytes(byte[], int, int)} would make. */
    static boolean isOf(byte[] bytes, byte[] record, int from, int to) {
        return Arrays.equals(bytes, AvroSerde.HEADER_BYTES, bytes.length, record, from, to);
    }

    /** What {@link #bytes} are of. */
    static Tweet tweet(byte[] bytes) {
        return Objects.requireNonNull(BYTES.deserialize(IN_MEMORY, bytes));
    }

    private Body(Person author, long answered, long version, byte[] bytes) {
        this.author = author;
        this.authorId = author.id();
        this.answered = answered;
        this.version = version;
        this.bytes = bytes;
    }

    /** A number that changes when the fields of tweets do: bytes written under another one cannot be read. */
    static long layout() {
        return SchemaNormalization.parsingFingerprint64(Tweet.getClassSchema());
    }

    /** Who wrote it. */
    Person author() {
        return author;
    }

    /** Who wrote it, by their id alone. */
    long authorId() {
        return authorId;
    }

    /** Who wrote the tweet that it answers; null if it answers none, {@link #NOBODY} if that is not known here. */
    @Nullable
    Long answered() {
        return answered == NONE ? null : answered;
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
        return other.mayLearn(version, answered);
    }

    /** Whether a tweet says more than this: so that nothing is made anew for each of its records. */
    boolean mayLearnFrom(ToldTweet tweet) {
        return mayLearn(tweet.version(), tweet.answered());
    }

    private boolean mayLearn(long toldVersion, long toldAnswered) {
        return version < toldVersion || (version == toldVersion && answered == NOBODY && toldAnswered != NOBODY);
    }

    /** The whole tweet, under its author's newest names. Made anew at each call. */
    Tweet tweet() {
        return Names.authored(tweet(bytes), author.names());
    }

    /** What it takes in memory, about: as if no other partition of this process kept the same bytes. */
    int memoryBytes() {
        return OBJECT_BYTES + bytes.length;
    }

    /** How long {@link #write} makes it. */
    int recordBytes() {
        return 3 * Long.BYTES + Integer.BYTES + bytes.length;
    }

    void write(ByteBuffer record) {
        record.putLong(author.id()).putLong(answered).putLong(version);
        record.putInt(bytes.length).put(bytes);
    }

    /** What {@link #write} wrote; the people are read before. */
    static Body read(ByteBuffer record, People people) {
        long id = record.getLong();
        long answered = record.getLong();
        long version = record.getLong();
        byte[] bytes = new byte[record.getInt()];
        record.get(bytes);
        Person author = people.find(id);
        if (author == null) {
            // They were heard of while the snapshot was written.
            author = people.learn(tweet(bytes).getAuthor());
        }
        return new Body(author, answered, version, bytes);
    }
}
