package dev.skein.streams.engagement;

import dev.skein.catalog.Stores;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.streams.ReadThroughCache;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The store {@code engagement} in memory, of tweets that are read: also that it has nothing of a tweet, as of most, which
 * RocksDB says by throwing.
 */
final class CountCache extends ReadThroughCache<CountCache.Held> implements CountsInMemory {
    /** What all tasks of an application hold together at most. */
    static final long BYTES_MAX = 64L << 20;

    /** About; less where a tweet has none. */
    private static final int COUNTS_BYTES = 136;

    /** Of one tweet. */
    static final class Held extends Value implements Counts {
        private final Engagement counts;

        private Held(Engagement counts) {
            this.counts = counts;
        }

        @Override
        public Engagement now() {
            return counts;
        }

        @Override
        protected long size() {
            return COUNTS_BYTES;
        }
    }

    private volatile @Nullable ReadOnlyKeyValueStore<Long, ValueAndTimestamp<Engagement>> store;

    /** Of one task. */
    CountCache(long bytesMax) {
        super(Stores.COUNTS_IN_MEMORY.name(), bytesMax);
    }

    /** What it is a part of; null: nothing that is kept current. */
    void over(@Nullable ReadOnlyKeyValueStore<Long, ValueAndTimestamp<Engagement>> counts) {
        store = counts;
        forget();
    }

    @Override
    protected void leaveStores() {
        over(null);
    }

    /** A tweet's counts were written to the store. Stream thread only. */
    void counted(long tweet, Engagement counts) {
        change(tweet, before -> new Held(counts));
    }

    @Override
    public @Nullable Counts of(long tweet) {
        return get(tweet);
    }

    @Override
    protected @Nullable Held load(long tweet) {
        ReadOnlyKeyValueStore<Long, ValueAndTimestamp<Engagement>> counts = store;
        if (counts == null) {
            return null;
        }
        Engagement known = ValueAndTimestamp.getValueOrNull(counts.get(tweet));
        return new Held(known == null ? CountRules.NO_ENGAGEMENT : known);
    }
}
