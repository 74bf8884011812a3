package dev.skein.streams.home;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.ReadThroughCache;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The store {@code relations} in memory, of those who read: filled by the first page of each. */
final class RelationCache extends ReadThroughCache<Stands> implements RelationsInMemory {
    /** How many relations a task holds, fourteen bytes each. */
    static final int RELATIONS_MAX = 4_000_000;

    private volatile @Nullable ReadOnlyKeyValueStore<IdPair, Relation> store;

    /**
     * Of one task.
     *
     * @param relationsMax how many relations are held, roughly
     */
    RelationCache(int relationsMax) {
        super(Stores.RELATIONS_IN_MEMORY.name(), relationsMax);
    }

    /** What it is a part of; null: nothing that is kept current. */
    void over(@Nullable ReadOnlyKeyValueStore<IdPair, Relation> relations) {
        store = relations;
        forget();
    }

    @Override
    protected void leaveStores() {
        over(null);
    }

    /** A relation was written to the store; null: it was removed. Stream thread only. */
    void changed(long reader, long other, @Nullable Relation relation) {
        change(reader, stands -> stands.with(other, relation));
    }

    @Override
    public @Nullable Relations of(long reader) {
        return get(reader);
    }

    @Override
    protected @Nullable Stands load(long reader) {
        ReadOnlyKeyValueStore<IdPair, Relation> relations = store;
        if (relations == null) {
            return null;
        }
        Stands.Builder builder = new Stands.Builder();
        try (KeyValueIterator<IdPair, Relation> range = relations.range(IdPair.from(reader), IdPair.to(reader))) {
            while (range.hasNext()) {
                KeyValue<IdPair, Relation> relation = range.next();
                builder.add(relation.key.second(), relation.value);
            }
        }
        return builder.build();
    }
}
