package dev.skein.query.hosting;

import dev.skein.catalog.App;
import dev.skein.catalog.Store;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Owners;
import java.time.Clock;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Finds stores in the applications of this process and remembers them.
 *
 * <p>A store that this instance writes is opened only while its application runs, which means that all it has is
 * restored; once open it serves through rebalances until its task is closed. A copy is opened at any time, if its lag is
 * known: so a store that is being filled is "not available", never half an answer.
 */
final class HostedStores implements LocalStores {
    /** An application of this process. */
    interface Hosted {
        KafkaStreams.State state();

        <T> T store(StoreQueryParameters<T> parameters);

        Lags lags();
    }

    private record Opened(Object store, QueryableStoreType<?> type, boolean copy) {}

    /** All that concerns one store. */
    private static final class Place {
        final QueryableStoreType<? extends ReadOnlyKeyValueStore<?, ?>> direct = new DirectStoreType<>();
        final AtomicReferenceArray<@Nullable Opened> opened;

        Place(int partitions) {
            opened = new AtomicReferenceArray<>(partitions);
        }
    }

    private final IdentityHashMap<Store<?, ?>, Place> places = new IdentityHashMap<>();
    private final Map<App, ? extends Hosted> apps;
    private final Instance self;
    private final Owners owners;
    private final Clock clock;

    HostedStores(
            List<Store<?, ?>> stores,
            int partitions,
            Map<App, ? extends Hosted> apps,
            Instance self,
            Owners owners,
            Clock clock) {
        stores.forEach(store -> places.put(store, new Place(partitions)));
        this.apps = apps;
        this.self = self;
        this.owners = owners;
        this.clock = clock;
    }

    @Override
    public <K, V, R> R read(Store<K, V> store, int partition, Function<ReadOnlyKeyValueStore<K, V>, R> question) {
        @SuppressWarnings("unchecked") // A store's descriptor says what its types are.
        QueryableStoreType<ReadOnlyKeyValueStore<K, V>> type =
                (QueryableStoreType<ReadOnlyKeyValueStore<K, V>>) place(store).direct;
        return read(store, partition, type, question);
    }

    @Override
    public <T, R> R read(Store<?, ?> store, int partition, QueryableStoreType<T> type, Function<T, R> question) {
        AtomicReferenceArray<@Nullable Opened> here = place(store).opened;
        for (int attempt = 0; attempt < 2; attempt++) {
            Opened found = here.get(partition);
            if (found == null || found.type() != type) {
                found = open(store, partition, type);
                here.set(partition, found);
            }
            try {
                @SuppressWarnings("unchecked") // It was opened by this very type.
                T opened = (T) found.store();
                return question.apply(opened);
            } catch (InvalidStateStoreException e) {
                // Its task was closed; perhaps another one has it by now.
                here.compareAndSet(partition, found, null);
            }
        }
        throw new StoreUnavailableException("The store " + store.name() + " is moving.");
    }

    @Override
    public OptionalLong lagMillis(Store<?, ?> store, int partition) {
        Opened found = place(store).opened.get(partition);
        return found == null || !found.copy() ? OptionalLong.empty() : lagOfCopy(store, partition);
    }

    /** Looks at every store anew: after a rebalance, copies may have become the stores themselves and the reverse. */
    void forget(App app) {
        places.forEach((store, place) -> {
            if (store.app() == app) {
                for (int partition = 0; partition < place.opened.length(); partition++) {
                    place.opened.set(partition, null);
                }
            }
        });
    }

    private <T> Opened open(Store<?, ?> store, int partition, QueryableStoreType<T> type) {
        Hosted app = apps.get(store.app());
        if (app == null) {
            throw new StoreUnavailableException("This instance does not host the store " + store.name() + ".");
        }
        boolean global = store instanceof Store.Global;
        boolean copy = !global && !self.equals(owners.of(store, partition).active());
        boolean whole = copy ? lagOfCopy(store, partition).isPresent() : app.state() == KafkaStreams.State.RUNNING;
        if (!whole) {
            throw new StoreUnavailableException("The store " + store.name() + " is being restored.");
        }
        StoreQueryParameters<T> parameters = StoreQueryParameters.fromNameAndType(store.name(), type);
        if (!global) {
            parameters = parameters.withPartition(partition);
        }
        if (copy) {
            // Only then: owners are told of a rebalance before our own task is, so what stands here as the store itself
            // might still be a copy. Without this Kafka Streams gives out nothing but a store that runs.
            parameters = parameters.enableStaleStores();
        }
        try {
            return new Opened(app.store(parameters), type, copy);
        } catch (StreamsException | IllegalStateException e) {
            throw new StoreUnavailableException("The store " + store.name() + " is not here now.");
        }
    }

    private OptionalLong lagOfCopy(Store<?, ?> store, int partition) {
        Hosted app = apps.get(store.app());
        return app == null ? OptionalLong.empty() : app.lags().millis(store.name(), partition, clock.millis());
    }

    private Place place(Store<?, ?> store) {
        Place place = places.get(store);
        if (place == null) {
            throw new IllegalArgumentException(store.name() + " is not a store that can be asked");
        }
        return place;
    }
}
