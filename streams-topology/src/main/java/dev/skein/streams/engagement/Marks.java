package dev.skein.streams.engagement;

import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.ReactionKind;
import dev.skein.streams.ReadThroughCache;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one person did with tweets: with the newest of those that they did something with, for a page shows new tweets, and
 * over the years people like thousands. Nothing in it changes.
 */
public final class Marks extends ReadThroughCache.Value {
    /** Of so many tweets it is known at most. */
    static final int TWEETS_MAX = 512;

    private static final byte LIKES = 1;
    private static final byte DISLIKES = 2;
    private static final byte RETWEETED = 4;
    private static final int OBJECT_BYTES = 100;

    /** Of tweets with smaller ids nothing is known. */
    private final long from;

    private final long[] tweets;
    private final byte[] marks;

    private Marks(long from, long[] tweets, byte[] marks) {
        this.from = from;
        this.tweets = tweets;
        this.marks = marks;
    }

    /** Those of tweets from {@code from} on; with no more than {@link #TWEETS_MAX}. */
    static Marks of(long from, NavigableMap<Long, Byte> marks) {
        long first = from;
        NavigableMap<Long, Byte> newest = new TreeMap<>(marks.tailMap(from, true));
        while (newest.size() > TWEETS_MAX) {
            first = newest.pollFirstEntry().getKey() + 1;
        }
        long[] tweets = new long[newest.size()];
        byte[] bytes = new byte[tweets.length];
        int size = 0;
        for (var mark : newest.entrySet()) {
            tweets[size] = mark.getKey();
            bytes[size++] = mark.getValue();
        }
        return new Marks(first, tweets, bytes);
    }

    static byte of(Reaction reaction) {
        return reaction.getKind() == ReactionKind.LIKE ? LIKES : DISLIKES;
    }

    static byte retweeted() {
        return RETWEETED;
    }

    /** After the person thinks something else of a tweet; null: nothing. */
    Marks with(long tweet, @Nullable Reaction reaction) {
        return with(tweet, (byte) ((of(tweet) & RETWEETED) | (reaction == null ? 0 : of(reaction))));
    }

    /** After the person passed a tweet on, or took that back. */
    Marks with(long tweet, boolean retweeted) {
        return with(tweet, (byte) ((of(tweet) & ~RETWEETED) | (retweeted ? RETWEETED : 0)));
    }

    private Marks with(long tweet, byte mark) {
        if (!knows(tweet)) {
            return this;
        }
        // Seldom: people like a tweet now and then, and read all the time.
        NavigableMap<Long, Byte> changed = new TreeMap<>();
        for (int i = 0; i < tweets.length; i++) {
            changed.put(tweets[i], marks[i]);
        }
        if (mark == 0) {
            changed.remove(tweet);
        } else {
            changed.put(tweet, mark);
        }
        return of(from, changed);
    }

    /** Whether it is known what the person did with a tweet, be it nothing; else ask the stores. */
    public boolean knows(long tweet) {
        return tweet >= from;
    }

    /** Whether the person likes it. */
    public boolean likes(long tweet) {
        return (of(tweet) & LIKES) != 0;
    }

    /** Whether the person dislikes it. */
    public boolean dislikes(long tweet) {
        return (of(tweet) & DISLIKES) != 0;
    }

    /** Whether the person passed it on. */
    public boolean retweeted(long tweet) {
        return (of(tweet) & RETWEETED) != 0;
    }

    private byte of(long tweet) {
        int at = Arrays.binarySearch(tweets, tweet);
        return at < 0 ? 0 : marks[at];
    }

    /** In bytes, about. */
    @Override
    protected long size() {
        return OBJECT_BYTES + 9L * tweets.length;
    }
}
