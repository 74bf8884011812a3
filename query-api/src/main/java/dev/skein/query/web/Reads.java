package dev.skein.query.web;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.routing.Routing;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Lists that lie side by side in a store of this process: all pairs with the same first id. */
record Reads(LocalStores stores, Routing routing) {
    /** Pairs of {@code first} with a second id below {@code before}, the largest first. */
    <V> List<KeyValue<IdPair, V>> below(Store<IdPair, V> store, long first, long before, int count) {
        return stores.read(store, routing.partition(first), entries -> {
            List<KeyValue<IdPair, V>> found = new ArrayList<>(count);
            try (KeyValueIterator<IdPair, V> range =
                    entries.reverseRange(IdPair.from(first), new IdPair(first, before - 1))) {
                while (found.size() < count && range.hasNext()) {
                    found.add(range.next());
                }
            }
            return found;
        });
    }
}
