package dev.skein.query.fetch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one kind and what became of them. To be used by one thread; answers of other instances are entered by the one
 * that asked.
 */
public final class Asked<K, V> {
    private final Lookup<K, V> lookup;
    private final Set<K> open;
    private final Map<K, V> found = new HashMap<>();

    Asked(Lookup<K, V> lookup, Collection<K> keys) {
        this.lookup = lookup;
        this.open = new LinkedHashSet<>(keys);
    }

    /** Whether it is known what stands there, be it nothing. */
    public boolean knows(K key) {
        return !open.contains(key);
    }

    /** Whether everything is known. */
    public boolean knowsAll() {
        return open.isEmpty();
    }

    /** What stands there; null where nothing does, or where it is not known. */
    public @Nullable V get(K key) {
        return found.get(key);
    }

    Lookup<K, V> lookup() {
        return lookup;
    }

    List<K> open() {
        return new ArrayList<>(open);
    }

    /** Enters what one place said, in the order of the keys. */
    void answered(List<K> keys, List<Answer<V>> answers) {
        for (int i = 0; i < keys.size(); i++) {
            Answer<V> answer = answers.get(i);
            if (answer.known()) {
                open.remove(keys.get(i));
                V value = answer.value();
                if (value != null) {
                    found.put(keys.get(i), value);
                }
            }
        }
    }
}
