package dev.skein.query.hosting;

import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.internals.StateStoreProvider;
import org.jspecify.annotations.Nullable;

/**
 * The store itself, found once. Kafka Streams' own type looks for it among all tasks of all threads at every get, which
 * costs more than the get. Once its task is closed, the store throws {@link InvalidStateStoreException}.
 */
final class DirectStoreType<K, V> implements QueryableStoreType<ReadOnlyKeyValueStore<K, V>> {
    @Override
    public boolean accepts(StateStore store) {
        return store instanceof ReadOnlyKeyValueStore;
    }

    @Override
    public ReadOnlyKeyValueStore<K, V> create(StateStoreProvider provider, String storeName) {
        List<ReadOnlyKeyValueStore<K, V>> found = provider.stores(storeName, this);
        if (found.isEmpty()) {
            throw new InvalidStateStoreException(storeName + " is not here");
        }
        ReadOnlyKeyValueStore<K, V> store = found.get(0);
        if (store instanceof TimestampedKeyValueStore<?, ?>) {
            @SuppressWarnings("unchecked") // The check above says what its values are.
            ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>> timestamped =
                    (ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>) (ReadOnlyKeyValueStore<K, ?>) store;
            return new Values<>(timestamped);
        }
        return store;
    }

    private record Values<K, V>(ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>> store)
            implements ReadOnlyKeyValueStore<K, V> {
        @Override
        public @Nullable V get(K key) {
            return ValueAndTimestamp.getValueOrNull(store.get(key));
        }

        @Override
        public KeyValueIterator<K, V> range(K from, K to) {
            return new ValueIterator<>(store.range(from, to));
        }

        @Override
        public KeyValueIterator<K, V> reverseRange(K from, K to) {
            return new ValueIterator<>(store.reverseRange(from, to));
        }

        @Override
        public KeyValueIterator<K, V> all() {
            return new ValueIterator<>(store.all());
        }

        @Override
        public long approximateNumEntries() {
            return store.approximateNumEntries();
        }
    }

    private record ValueIterator<K, V>(KeyValueIterator<K, ValueAndTimestamp<V>> iterator)
            implements KeyValueIterator<K, V> {
        @Override
        public boolean hasNext() {
            return iterator.hasNext();
        }

        @Override
        public KeyValue<K, V> next() {
            KeyValue<K, ValueAndTimestamp<V>> next = iterator.next();
            return KeyValue.pair(next.key, next.value.value());
        }

        @Override
        public K peekNextKey() {
            return iterator.peekNextKey();
        }

        @Override
        public void close() {
            iterator.close();
        }
    }
}
