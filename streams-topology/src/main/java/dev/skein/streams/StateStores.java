package dev.skein.streams;

import dev.skein.catalog.Store;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Makes the stores that the catalog describes. */
public final class StateStores {
    private StateStores() {}

    /** In RocksDB, with a changelog. */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> of(Store.KeyValue<K, V> store, TopologySettings settings) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(store.name()),
                settings.codecs().serde(store.key()),
                settings.codecs().serde(store.value()));
    }
}
