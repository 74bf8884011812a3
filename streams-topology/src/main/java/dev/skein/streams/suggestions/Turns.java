package dev.skein.streams.suggestions;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Those who wait in a store, some people at a time: everybody has their turn, and is taken out of it then. Where it begins
 * after a restart does not matter.
 *
 * @param <V> what waits for a person
 */
final class Turns<V> {
    private final KeyValueStore<Long, V> waiting;
    private final int max;
    private long next;

    /** @param max people at a time */
    Turns(KeyValueStore<Long, V> waiting, int max) {
        this.waiting = waiting;
        this.max = max;
    }

    /** Whose turn it is. */
    List<KeyValue<Long, V>> take() {
        List<KeyValue<Long, V>> due = new ArrayList<>();
        try (KeyValueIterator<Long, V> from = waiting.range(next, Long.MAX_VALUE)) {
            while (from.hasNext() && due.size() < max) {
                due.add(from.next());
            }
        }
        next = due.size() < max ? 0 : due.get(due.size() - 1).key + 1;
        due.forEach(each -> waiting.delete(each.key));
        return due;
    }
}
