package dev.skein.streams.home;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a while: at least from one turn to the next but one. For what must outlive deliveries that are still on
 * their way, and no more. Not safe for use by two threads.
 */
final class Remembered<K, V> {
    private Map<K, V> young = new HashMap<>();
    private Map<K, V> old = new HashMap<>();

    /** What was last remembered under a key, or null. */
    @Nullable
    V get(K key) {
        V value = young.get(key);
        return value != null ? value : old.get(key);
    }

    void put(K key, V value) {
        young.put(key, value);
    }

    void forget(K key) {
        young.remove(key);
        old.remove(key);
    }

    /** What was remembered before the last turn is forgotten. */
    void turn() {
        old = young;
        young = new HashMap<>();
    }

    /** All that is remembered, as it is now. */
    Map<K, V> copy() {
        Map<K, V> copy = new HashMap<>(old);
        copy.putAll(young);
        return copy;
    }
}
