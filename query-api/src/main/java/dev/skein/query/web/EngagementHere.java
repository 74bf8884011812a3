package dev.skein.query.web;

import dev.skein.catalog.Store;
import dev.skein.catalog.Stores;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.routing.Routing;
import dev.skein.streams.InMemoryType;
import dev.skein.streams.engagement.CountsInMemory;
import dev.skein.streams.engagement.CountsInMemory.Counts;
import dev.skein.streams.engagement.Marks;
import dev.skein.streams.engagement.MarksInMemory;
import java.util.function.Function;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.jspecify.annotations.Nullable;

/** Counts and marks of the partitions that this process writes, which it has in memory: nearly all that a page needs, without a look-up. */
record EngagementHere(LocalStores stores, Routing routing) {
    private static final InMemoryType<CountsInMemory> COUNTS = new InMemoryType<>(CountsInMemory.class);
    private static final InMemoryType<MarksInMemory> MARKS = new InMemoryType<>(MarksInMemory.class);

    /** A tweet's counts, null where another instance knows them. */
    @Nullable
    Counts counts(long tweet) {
        return here(Stores.COUNTS_IN_MEMORY, tweet, COUNTS, counts -> counts.of(tweet));
    }

    /** What a person did with tweets, null where another instance knows it. */
    @Nullable
    Marks marks(long person) {
        return here(Stores.MARKS_IN_MEMORY, person, MARKS, marks -> marks.of(person));
    }

    private <T, V> @Nullable V here(
            Store<?, ?> store, long id, QueryableStoreType<T> type, Function<T, @Nullable V> question) {
        int partition = routing.partition(id);
        if (!routing.isHere(store, partition)) {
            return null;
        }
        try {
            return stores.<T, @Nullable V>read(store, partition, type, question);
        } catch (StoreUnavailableException e) {
            return null;
        }
    }
}
