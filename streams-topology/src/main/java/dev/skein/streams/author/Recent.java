package dev.skein.streams.author;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was of use of late, by id, up to a bound: in two generations. What is used is in the young one; when that has half of the
 * bound, the old one goes and the young one takes its place. An order of use would be exact, and each use would write into
 * memory that was written long ago, which costs the collector more than the use itself. Not safe for use by two threads.
 *
 * @param <V> what belongs to an id
 */
final class Recent<V> {
    private final long weightMax;
    private final ToLongFunction<V> weight;
    private Map<Long, V> young = new HashMap<>();
    private Map<Long, V> old = new HashMap<>();
    private long youngWeight;
    private long oldWeight;

    /**
     * Without any.
     *
     * @param weightMax what values may weigh together, about
     * @param weight of a value, as long as it is here
     */
    Recent(long weightMax, ToLongFunction<V> weight) {
        this.weightMax = weightMax;
        this.weight = weight;
    }

    /** What belongs to an id, or null. */
    @Nullable
    V get(long id) {
        V value = young.get(id);
        if (value == null) {
            value = remove(id);
            if (value != null) {
                put(id, value);
            }
        }
        return value;
    }

    /** Sets what belongs to an id to which nothing belongs. */
    void put(long id, V value) {
        young.put(id, value);
        youngWeight += weight.applyAsLong(value);
        if (youngWeight > weightMax / 2) {
            old = young;
            oldWeight = youngWeight;
            young = new HashMap<>();
            youngWeight = 0;
        }
    }

    /** Forgets what belongs to an id; returns it, or null. To be done before it changes its weight, too. */
    @Nullable
    V remove(long id) {
        V value = young.remove(id);
        if (value != null) {
            youngWeight -= weight.applyAsLong(value);
            return value;
        }
        value = old.remove(id);
        if (value != null) {
            oldWeight -= weight.applyAsLong(value);
        }
        return value;
    }

    void clear() {
        young = new HashMap<>();
        old = new HashMap<>();
        youngWeight = 0;
        oldWeight = 0;
    }

    /** What all values weigh. */
    long weight() {
        return youngWeight + oldWeight;
    }
}
