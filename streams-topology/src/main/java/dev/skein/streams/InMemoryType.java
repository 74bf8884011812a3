package dev.skein.streams;

import java.util.List;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/**
 * Lets queries open stores of our own kind, by what they can be asked. A query names its partition.
 *
 * @param <T> how they are asked
 */
public final class InMemoryType<T> implements QueryableStoreType<T> {
    private final Class<T> asked;

    /** Of stores that are {@code asked}. */
    public InMemoryType(Class<T> asked) {
        this.asked = asked;
    }

    @Override
    public boolean accepts(StateStore store) {
        return asked.isInstance(store);
    }

    @Override
    public T create(StateStoreProvider provider, String storeName) {
        List<T> stores = provider.stores(storeName, this);
        if (stores.size() != 1) {
            throw new InvalidStateStoreException(storeName + " is asked by partition, and this instance holds "
                    + stores.size() + " that answer to it");
        }
        return stores.get(0);
    }
}
