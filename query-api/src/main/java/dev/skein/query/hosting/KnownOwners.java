package dev.skein.query.hosting;

import dev.skein.catalog.App;
import dev.skein.catalog.Store;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Owner;
import dev.skein.query.routing.Owners;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Owners as the group's last assignment has them, remembered for a moment: Kafka Streams answers under a lock, for one key at a time. */
final class KnownOwners implements Owners {
    private static final long REMEMBERED_NANOS = Duration.ofMillis(500).toNanos();

    private record Known(Owner owner, long untilNanos) {}

    private final IdentityHashMap<Store<?, ?>, AtomicReferenceArray<@Nullable Known>> known = new IdentityHashMap<>();
    private final Map<App, KafkaStreams> apps;
    private final LongSupplier nanoTime;

    KnownOwners(List<Store<?, ?>> stores, int partitions, Map<App, KafkaStreams> apps, LongSupplier nanoTime) {
        stores.forEach(store -> known.put(store, new AtomicReferenceArray<>(partitions)));
        this.apps = apps;
        this.nanoTime = nanoTime;
    }

    @Override
    public Owner of(Store<?, ?> store, int partition) {
        AtomicReferenceArray<@Nullable Known> partitions = known.get(store);
        if (partitions == null) {
            throw new IllegalArgumentException(store.name() + " is not a store that can be asked");
        }
        Known last = partitions.get(partition);
        long now = nanoTime.getAsLong();
        if (last != null) {
            if (now - last.untilNanos() < 0) {
                return last.owner();
            }
            // One asks; the others go on with what was known a moment ago.
            if (!partitions.compareAndSet(partition, last, new Known(last.owner(), now + REMEMBERED_NANOS))) {
                return of(store, partition);
            }
        }
        Owner owner = ask(store, partition);
        partitions.set(partition, new Known(owner, now + REMEMBERED_NANOS));
        return owner;
    }

    /** Asks again: there was a rebalance. */
    void forget(App app) {
        known.forEach((store, partitions) -> {
            if (store.app() == app) {
                for (int partition = 0; partition < partitions.length(); partition++) {
                    partitions.set(partition, null);
                }
            }
        });
    }

    private Owner ask(Store<?, ?> store, int partition) {
        KafkaStreams app = apps.get(store.app());
        if (app == null) {
            return Owner.UNKNOWN;
        }
        try {
            // The key does not matter: the partition is known, since the id says it.
            KeyQueryMetadata metadata = app.queryMetadataForKey(
                    store.name(), 0L, (topic, key, value, partitions) -> Optional.of(Set.of(partition)));
            return metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    ? Owner.UNKNOWN
                    : new Owner(
                            instance(metadata.activeHost()).orElse(null),
                            metadata.standbyHosts().stream()
                                    .map(KnownOwners::instance)
                                    .flatMap(Optional::stream)
                                    .toList());
        } catch (StreamsException | IllegalStateException e) {
            return Owner.UNKNOWN;
        }
    }

    private static Optional<Instance> instance(HostInfo host) {
        return host.equals(HostInfo.unavailable())
                ? Optional.empty()
                : Optional.of(new Instance(host.host(), host.port()));
    }
}
