package dev.skein.streams.home;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At a person's shard: keeps how they stand to others, by what they do and by who blocks them. */
final class RelationProcessor extends ContextualProcessor<Long, FollowEvent, Void, Void> {
    /** Whose event it is. */
    enum By {
        /** The person's own. */
        THEMSELVES,
        /** Of somebody else, sent here because it is about the person. */
        OTHER
    }

    private final By by;
    private KeyValueStore<IdPair, Relation> relations;
    private RelationCache cache;

    RelationProcessor(By by) {
        this.by = by;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        relations = context.getStateStore(Stores.RELATIONS.name());
        cache = context.getStateStore(Stores.RELATIONS_IN_MEMORY.name());
        cache.over(relations);
    }

    @Override
    public void close() {
        // Another task may write the store from now on, and would not tell.
        cache.over(null);
    }

    @Override
    public void process(Record<Long, FollowEvent> record) {
        FollowEvent event = record.value();
        boolean own = by == By.THEMSELVES;
        IdPair pair = new IdPair(record.key(), own ? event.getTargetId() : event.getActorId());
        Relation before = relations.get(pair);
        Relation after = own ? RelationRules.byActor(before, event) : RelationRules.byOther(before, event);
        if (RelationRules.strangers(after)) {
            relations.delete(pair);
            cache.changed(pair.first(), pair.second(), null);
        } else if (!after.equals(before)) {
            relations.put(pair, after);
            cache.changed(pair.first(), pair.second(), after);
        }
    }
}
