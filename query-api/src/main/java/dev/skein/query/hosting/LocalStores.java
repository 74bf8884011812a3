package dev.skein.query.hosting;

import dev.skein.catalog.Store;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores that lie in this process. */
public interface LocalStores {
    /**
     * Asks one partition of a store. Iterators must be closed before the question returns.
     *
     * @throws StoreUnavailableException where it is not here, or not whole
     */
    <K, V, R> R read(Store<K, V> store, int partition, Function<ReadOnlyKeyValueStore<K, V>, R> question);

    /**
     * Asks a store of a kind of its own.
     *
     * @param type what Kafka Streams finds it by
     * @throws StoreUnavailableException where it is not here, or not whole
     */
    <T, R> R read(Store<?, ?> store, int partition, QueryableStoreType<T> type, Function<T, R> question);

    /** How old what a copy says may be; empty for the store itself. */
    OptionalLong lagMillis(Store<?, ?> store, int partition);
}
