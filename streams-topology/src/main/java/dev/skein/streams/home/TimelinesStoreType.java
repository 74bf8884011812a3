package dev.skein.streams.home;

import java.util.List;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/** Lets queries open {@link Timelines}. A query names its partition: {@code withPartition(Id.partition(reader, P))}. */
public final class TimelinesStoreType implements QueryableStoreType<Timelines> {
    @Override
    public boolean accepts(StateStore store) {
        return store instanceof Timelines;
    }

    @Override
    public Timelines create(StateStoreProvider provider, String storeName) {
        List<Timelines> stores = provider.stores(storeName, this);
        if (stores.size() != 1) {
            throw new InvalidStateStoreException("timelines are asked by partition, and this instance holds "
                    + stores.size() + " that answer to " + storeName);
        }
        return stores.get(0);
    }
}
