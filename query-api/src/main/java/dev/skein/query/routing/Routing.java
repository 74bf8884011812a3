package dev.skein.query.routing;

import dev.skein.catalog.Id;
import dev.skein.catalog.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom to ask for a partition of a store: the instance that writes it, then those with a copy; this one before
 * others that have a copy; those that just failed last. No I/O.
 */
public final class Routing {
    private final Instance self;
    private final int partitions;
    private final Owners owners;
    private final DeadPeers deadPeers;

    /**
     * @param self this instance
     * @param partitions of every store
     */
    public Routing(Instance self, int partitions, Owners owners, DeadPeers deadPeers) {
        this.self = self;
        this.partitions = partitions;
        this.owners = owners;
        this.deadPeers = deadPeers;
    }

    /** This instance. */
    public Instance self() {
        return self;
    }

    /** The partition of a key that begins with an id. */
    public int partition(long id) {
        return Id.partition(id, partitions);
    }

    /** The partition of a key that is text: as Kafka's default partitioner has it. */
    public int partition(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }

    /** Whether this instance is the one that writes it, and nobody else need be asked: the usual case, without garbage. */
    public boolean isHere(Store<?, ?> store, int partition) {
        return self.equals(owners.of(store, partition).active());
    }

    /** The instance that writes it, null while nobody is known to. */
    public @Nullable Instance active(Store<?, ?> store, int partition) {
        return owners.of(store, partition).active();
    }

    /** Whom to ask, in this order; empty while nobody is known. */
    public List<Instance> candidates(Store<?, ?> store, int partition) {
        Owner owner = owners.of(store, partition);
        List<Instance> alive = new ArrayList<>();
        List<Instance> dead = new ArrayList<>();
        Instance active = owner.active();
        if (active != null) {
            (isDead(active) ? dead : alive).add(active);
        }
        if (owner.standbys().contains(self)) {
            alive.add(self);
        }
        for (Instance standby : owner.standbys()) {
            if (!standby.equals(self)) {
                (isDead(standby) ? dead : alive).add(standby);
            }
        }
        alive.addAll(dead);
        return alive;
    }

    private boolean isDead(Instance instance) {
        return !instance.equals(self) && deadPeers.isDead(instance);
    }
}
