package dev.skein.streams;

import dev.skein.catalog.Store;
import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/** Makes the stores that the catalog describes. */
public final class StateStores {
    private StateStores() {}

    /** In RocksDB, with a changelog. */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> of(Store.KeyValue<K, V> store, TopologySettings settings) {
        return builder(Stores.persistentKeyValueStore(store.name()), store, settings);
    }

    /**
     * In memory, with a changelog from which it is read at each start: for what is asked with each tweet and holds few, for
     * RocksDB says by throwing that a key is not there.
     */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> inMemory(
            Store.KeyValue<K, V> store, TopologySettings settings) {
        return builder(Stores.inMemoryKeyValueStore(store.name()), store, settings);
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> builder(
            KeyValueBytesStoreSupplier supplier, Store.KeyValue<K, V> store, TopologySettings settings) {
        return Stores.keyValueStoreBuilder(
                supplier,
                settings.codecs().serde(store.key()),
                settings.codecs().serde(store.value()));
    }

    /** As {@link #of}, and each value with the time of the record that set it. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStore<K, V>> timestamped(
            Store.KeyValue<K, V> store, TopologySettings settings) {
        return Stores.timestampedKeyValueStoreBuilder(
                Stores.persistentTimestampedKeyValueStore(store.name()),
                settings.codecs().serde(store.key()),
                settings.codecs().serde(store.value()));
    }

    /** In RocksDB by time, with a changelog. A key has one value at each time. */
    public static <K, V> StoreBuilder<WindowStore<K, V>> of(Store.Timed<K, V> store, TopologySettings settings) {
        return Stores.windowStoreBuilder(
                Stores.persistentWindowStore(store.name(), store.kept(), Duration.ofMillis(1), false),
                settings.codecs().serde(store.key()),
                settings.codecs().serde(store.value()));
    }
}
