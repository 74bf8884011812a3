package dev.skein.streams.home;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.Relation;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The store {@code relations} in memory, of those who read: filled by the first page of each and kept current by what is
 * written, up to a bound; those who did not read since the last look at the bound go first.
 *
 * <p>A change is written to the store before it is told here, and a reader is loaded under the lock of their place in the
 * map: so whoever loads either sees the change in the store or is told of it after. Only the task that writes the store is
 * told; a copy has nothing in memory.
 */
final class RelationCache implements StateStore, RelationsInMemory {
    /** How many relations a task holds, nine bytes each. */
    static final int RELATIONS_MAX = 4_000_000;

    private final int relationsMax;
    private final ConcurrentHashMap<Long, Stands> readers = new ConcurrentHashMap<>();
    private final AtomicLong held = new AtomicLong();
    private volatile @Nullable ReadOnlyKeyValueStore<IdPair, Relation> store;
    private volatile boolean open;

    /**
     * Of one task.
     *
     * @param relationsMax how many relations are held, roughly
     */
    RelationCache(int relationsMax) {
        this.relationsMax = relationsMax;
    }

    /** What it is a part of; null: nothing that is kept current. */
    void over(@Nullable ReadOnlyKeyValueStore<IdPair, Relation> relations) {
        store = relations;
        readers.clear();
        held.set(0);
    }

    /** A relation was written to the store; null: it was removed. Stream thread only. */
    void changed(long reader, long other, @Nullable Relation relation) {
        readers.computeIfPresent(reader, (id, before) -> {
            Stands after = before.with(other, relation);
            held.addAndGet(after.size() - before.size());
            return after;
        });
    }

    @Override
    public @Nullable Relations of(long reader) {
        if (!open) {
            throw new InvalidStateStoreException(name() + " is not open");
        }
        Stands known = readers.get(reader);
        if (known != null) {
            if (!known.used) {
                known.used = true;
            }
            return known;
        }
        ReadOnlyKeyValueStore<IdPair, Relation> relations = store;
        if (relations == null) {
            return null;
        }
        Stands loaded = readers.computeIfAbsent(reader, id -> {
            Stands stands = load(id, relations);
            held.addAndGet(stands.size() + 1L);
            return stands;
        });
        if (held.get() > relationsMax) {
            makeRoom();
        }
        return loaded;
    }

    private static Stands load(long reader, ReadOnlyKeyValueStore<IdPair, Relation> store) {
        Stands.Builder builder = new Stands.Builder();
        try (KeyValueIterator<IdPair, Relation> relations = store.range(IdPair.from(reader), IdPair.to(reader))) {
            while (relations.hasNext()) {
                KeyValue<IdPair, Relation> relation = relations.next();
                builder.add(relation.key.second(), relation.value);
            }
        }
        return builder.build();
    }

    /** Twice around at most: whoever was of use since the last look stays for one. */
    private synchronized void makeRoom() {
        for (int round = 0; round < 2; round++) {
            Iterator<Long> ids = readers.keySet().iterator();
            while (held.get() > relationsMax && ids.hasNext()) {
                readers.computeIfPresent(ids.next(), (id, stands) -> {
                    if (stands.used) {
                        stands.used = false;
                        return stands;
                    }
                    held.addAndGet(-stands.size() - 1L);
                    return null;
                });
            }
        }
    }

    /** How many relations are held, and readers. */
    long held() {
        return held.get();
    }

    @Override
    public String name() {
        return Stores.RELATIONS_IN_MEMORY.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        over(null);
        open = true;
        context.register(root, (key, value) -> {
            throw new IllegalStateException(name() + " has no changelog");
        });
    }

    @Override
    public void close() {
        open = false;
        over(null);
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
