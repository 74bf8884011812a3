package dev.skein.query.web;

import dev.skein.catalog.IdPair;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import dev.skein.streams.home.Relations;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How one reader stands to others, for one read of their timeline where the instance has only a copy. A page names the same few people again and again; one
 * with retweets may name hundreds, and then all that the reader has are read in one go, which costs less.
 */
final class ReaderRelations implements Relations {
    /** How many single looks cost about as much as reading all relations of a common reader. */
    private static final int SINGLE_LOOKS_MAX = 24;
    /** Somebody who follows more is asked for one by one. */
    private static final int READ_AT_ONCE_MAX = 2_000;

    private final ReadOnlyKeyValueStore<IdPair, Relation> store;
    private final long reader;
    private final Map<Long, @Nullable Relation> known = new HashMap<>();
    private boolean tooMany;
    private boolean all;

    ReaderRelations(ReadOnlyKeyValueStore<IdPair, Relation> store, long reader) {
        this.store = store;
        this.reader = reader;
    }

    @Override
    public @Nullable Relation to(long other) {
        Relation relation = known.get(other);
        if (relation != null || all || known.containsKey(other)) {
            return relation;
        }
        if (known.size() >= SINGLE_LOOKS_MAX && !tooMany) {
            readAll();
            if (all) {
                return known.get(other);
            }
        }
        relation = store.get(new IdPair(reader, other));
        known.put(other, relation);
        return relation;
    }

    @Override
    public void forEachFollowee(LongConsumer followee) {
        try (KeyValueIterator<IdPair, Relation> relations = store.range(IdPair.from(reader), IdPair.to(reader))) {
            while (relations.hasNext()) {
                KeyValue<IdPair, Relation> relation = relations.next();
                if (RelationRules.follows(relation.value)) {
                    followee.accept(relation.key.second());
                }
            }
        }
    }

    private void readAll() {
        int left = READ_AT_ONCE_MAX;
        try (KeyValueIterator<IdPair, Relation> relations = store.range(IdPair.from(reader), IdPair.to(reader))) {
            while (left > 0 && relations.hasNext()) {
                KeyValue<IdPair, Relation> relation = relations.next();
                known.put(relation.key.second(), relation.value);
                left--;
            }
            all = !relations.hasNext();
            tooMany = !all;
        }
    }
}
