package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.Reaction;
import dev.skein.streams.ReadThroughCache;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The stores {@code reactions} and {@code retweeted} in memory, of those who read: the newest of each. */
final class MarkCache extends ReadThroughCache<Marks> implements MarksInMemory {
    /** What all tasks of an application hold together at most. */
    static final long BYTES_MAX = 64L << 20;

    private volatile @Nullable ReadOnlyKeyValueStore<IdPair, Reaction> reactions;
    private volatile @Nullable ReadOnlyKeyValueStore<IdPair, Long> retweeted;

    /** Of one task. */
    MarkCache(long bytesMax) {
        super(Stores.MARKS_IN_MEMORY.name(), bytesMax);
    }

    /** A part of what it is a part of; null: not kept current. */
    void overReactions(@Nullable ReadOnlyKeyValueStore<IdPair, Reaction> store) {
        reactions = store;
        forget();
    }

    /** The other part; null: not kept current. */
    void overRetweeted(@Nullable ReadOnlyKeyValueStore<IdPair, Long> store) {
        retweeted = store;
        forget();
    }

    @Override
    protected void leaveStores() {
        reactions = null;
        retweeted = null;
        forget();
    }

    /** What a person thinks of a tweet was written to the store; null: nothing any more. Stream thread only. */
    void reacted(IdPair personAndTweet, @Nullable Reaction reaction) {
        change(personAndTweet.first(), marks -> marks.with(personAndTweet.second(), reaction));
    }

    /** Whether a person passed a tweet on was written to the store. Stream thread only. */
    void retweeted(IdPair personAndTweet, boolean stands) {
        change(personAndTweet.first(), marks -> marks.with(personAndTweet.second(), stands));
    }

    @Override
    public @Nullable Marks of(long person) {
        return get(person);
    }

    @Override
    protected @Nullable Marks load(long person) {
        ReadOnlyKeyValueStore<IdPair, Reaction> thought = reactions;
        ReadOnlyKeyValueStore<IdPair, Long> passedOn = retweeted;
        if (thought == null || passedOn == null) {
            return null;
        }
        NavigableMap<Long, Byte> marks = new TreeMap<>();
        long from = newest(thought, person, Marks::of, marks);
        from = Math.max(from, newest(passedOn, person, retweet -> Marks.retweeted(), marks));
        return Marks.of(from, marks);
    }

    /** Adds the newest of a person's, and says from which tweet on these are all. */
    private static <V> long newest(
            ReadOnlyKeyValueStore<IdPair, V> store,
            long person,
            Function<V, Byte> mark,
            NavigableMap<Long, Byte> marks) {
        long from = 0;
        try (KeyValueIterator<IdPair, V> newestFirst = store.reverseRange(IdPair.from(person), IdPair.to(person))) {
            int size = 0;
            while (newestFirst.hasNext()) {
                if (size++ == Marks.TWEETS_MAX) {
                    return from;
                }
                KeyValue<IdPair, V> next = newestFirst.next();
                from = next.key.second();
                marks.merge(from, mark.apply(next.value), (one, other) -> (byte) (one | other));
            }
        }
        return 0;
    }
}
