package dev.skein.streams.home;

import java.util.List;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/** Lets queries open {@link RelationsInMemory}. A query names its partition. */
public final class RelationsInMemoryType implements QueryableStoreType<RelationsInMemory> {
    @Override
    public boolean accepts(StateStore store) {
        return store instanceof RelationsInMemory;
    }

    @Override
    public RelationsInMemory create(StateStoreProvider provider, String storeName) {
        List<RelationsInMemory> stores = provider.stores(storeName, this);
        if (stores.size() != 1) {
            throw new InvalidStateStoreException(storeName + " is asked by partition, and this instance holds "
                    + stores.size() + " that answer to it");
        }
        return stores.get(0);
    }
}
