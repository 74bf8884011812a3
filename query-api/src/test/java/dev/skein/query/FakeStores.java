package dev.skein.query;

import dev.skein.catalog.DeedKey;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Stores in memory; all partitions of a store are one map. */
public final class FakeStores implements LocalStores {
    private static final Comparator<IdPair> PAIRS =
            Comparator.comparingLong(IdPair::first).thenComparingLong(IdPair::second);
    private static final Comparator<DeedKey> DEEDS = Comparator.comparingLong(DeedKey::recipient)
            .thenComparing(DeedKey::kind)
            .thenComparingLong(DeedKey::tweet)
            .thenComparingLong(DeedKey::actor);
    private static final Comparator<Object> BY_TEXT =
            Comparator.comparingInt((Object key) -> key.toString().length()).thenComparing(Object::toString);

    private static int asBytes(Object a, Object b) {
        if (a instanceof IdPair left && b instanceof IdPair right) {
            return PAIRS.compare(left, right);
        }
        if (a instanceof DeedKey left && b instanceof DeedKey right) {
            return DEEDS.compare(left, right);
        }
        return BY_TEXT.compare(a, b);
    }

    private final Map<Store<?, ?>, NavigableMap<Object, Object>> maps = new HashMap<>();
    private final Map<Store<?, ?>, Object> others = new HashMap<>();
    private final Set<Store<?, ?>> missing = new HashSet<>();
    private OptionalLong lag = OptionalLong.empty();
    private int iteratorsOpen;

    /** Puts a value. */
    public <K, V> FakeStores put(Store<K, V> store, K key, V value) {
        map(store).put(key, value);
        return this;
    }

    /** Puts a store of a kind of its own. */
    public FakeStores put(Store<?, ?> store, StateStore other) {
        others.put(store, other);
        return this;
    }

    /** Takes a store away, as a rebalance does. */
    public FakeStores lose(Store<?, ?> store) {
        missing.add(store);
        return this;
    }

    /** Makes all of them copies. */
    public FakeStores lagging(long millis) {
        lag = OptionalLong.of(millis);
        return this;
    }

    /** How many iterators nobody closed. */
    public int iteratorsOpen() {
        return iteratorsOpen;
    }

    private NavigableMap<Object, Object> map(Store<?, ?> store) {
        return maps.computeIfAbsent(store, any -> new TreeMap<>(FakeStores::asBytes));
    }

    @Override
    public <K, V, R> R read(Store<K, V> store, int partition, Function<ReadOnlyKeyValueStore<K, V>, R> question) {
        require(store);
        return question.apply(new MapStore<>(map(store)));
    }

    @Override
    @SuppressWarnings("unchecked") // A test puts in what it asks for.
    public <T, R> R read(Store<?, ?> store, int partition, QueryableStoreType<T> type, Function<T, R> question) {
        require(store);
        Object other = others.get(store);
        if (other == null) {
            throw new StoreUnavailableException(store.name() + " was not put in");
        }
        return question.apply((T) other);
    }

    private void require(Store<?, ?> store) {
        if (missing.contains(store)) {
            throw new StoreUnavailableException("The store " + store.name() + " is moving.");
        }
    }

    @Override
    public OptionalLong lagMillis(Store<?, ?> store, int partition) {
        return lag;
    }

    @SuppressWarnings("unchecked") // A test puts in what it asks for.
    private final class MapStore<K, V> implements ReadOnlyKeyValueStore<K, V> {
        private final NavigableMap<Object, Object> map;

        MapStore(NavigableMap<Object, Object> map) {
            this.map = map;
        }

        @Override
        public @Nullable V get(K key) {
            return (V) map.get(key);
        }

        @Override
        public KeyValueIterator<K, V> range(K from, K to) {
            return new Entries<>(map.subMap(from, true, to, true).entrySet().iterator());
        }

        @Override
        public KeyValueIterator<K, V> reverseRange(K from, K to) {
            return new Entries<>(
                    map.subMap(from, true, to, true).descendingMap().entrySet().iterator());
        }

        @Override
        public KeyValueIterator<K, V> all() {
            return new Entries<>(map.entrySet().iterator());
        }

        @Override
        public long approximateNumEntries() {
            return map.size();
        }
    }

    @SuppressWarnings("unchecked") // A test puts in what it asks for.
    private final class Entries<K, V> implements KeyValueIterator<K, V> {
        private final Iterator<Map.Entry<Object, Object>> iterator;

        Entries(Iterator<Map.Entry<Object, Object>> iterator) {
            this.iterator = iterator;
            iteratorsOpen++;
        }

        @Override
        public boolean hasNext() {
            return iterator.hasNext();
        }

        @Override
        public KeyValue<K, V> next() {
            Map.Entry<Object, Object> entry = iterator.next();
            return KeyValue.pair((K) entry.getKey(), (V) entry.getValue());
        }

        @Override
        public K peekNextKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            iteratorsOpen--;
        }
    }
}
