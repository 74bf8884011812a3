package dev.skein.streams;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** As an iterator of RocksDB: over what was there when it began. */
public final class MapIterator<K, V> implements KeyValueIterator<K, V> {
    private final Queue<KeyValue<K, V>> left = new ArrayDeque<>();

    /** In the order of the map. */
    public MapIterator(Map<K, V> map) {
        map.forEach((key, value) -> left.add(KeyValue.pair(key, value)));
    }

    @Override
    public boolean hasNext() {
        return !left.isEmpty();
    }

    @Override
    public KeyValue<K, V> next() {
        return left.remove();
    }

    @Override
    public K peekNextKey() {
        return left.element().key;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
