package dev.skein.streams.disorder;

import dev.skein.catalog.IdPair;
import dev.skein.streams.MapIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store that after a crash is as it was at some moment since the last commit: what came later was not yet in its changelog. */
public final class MemoryStore<K, V> implements KeyValueStore<K, V> {
    /** As the bytes of keys that are ids, or pairs of them. */
    private static final Comparator<Object> ORDER = (a, b) -> a instanceof IdPair one && b instanceof IdPair other
            ? Comparator.comparingLong(IdPair::first)
                    .thenComparingLong(IdPair::second)
                    .compare(one, other)
            : Long.compare((Long) a, (Long) b);

    private record Undo<K, V>(K key, @Nullable V before) {}

    private final String name;
    private final NavigableMap<K, V> map = new TreeMap<>(ORDER);
    private final List<Undo<K, V>> sinceCommit = new ArrayList<>();

    /** Empty. */
    public MemoryStore(String name) {
        this.name = name;
    }

    /** What is in it now stays. */
    public void committed() {
        sinceCommit.clear();
    }

    /** Forgets the last of what was written since the last commit. */
    public void crash(Random random) {
        int kept = random.nextInt(sinceCommit.size() + 1);
        for (int i = sinceCommit.size() - 1; i >= kept; i--) {
            Undo<K, V> undo = sinceCommit.get(i);
            if (undo.before == null) {
                map.remove(undo.key);
            } else {
                map.put(undo.key, undo.before);
            }
        }
        sinceCommit.clear();
    }

    @Override
    public void put(K key, @Nullable V value) {
        sinceCommit.add(new Undo<>(key, value == null ? map.remove(key) : map.put(key, value)));
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        V before = map.get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        V before = map.get(key);
        put(key, null);
        return before;
    }

    @Override
    public @Nullable V get(K key) {
        return map.get(key);
    }

    @Override
    public KeyValueIterator<K, V> range(K from, K to) {
        return new MapIterator<>(map.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(K from, K to) {
        return new MapIterator<>(map.subMap(from, true, to, true).descendingMap());
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return new MapIterator<>(map);
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return new MapIterator<>(map.descendingMap());
    }

    @Override
    public long approximateNumEntries() {
        return map.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
