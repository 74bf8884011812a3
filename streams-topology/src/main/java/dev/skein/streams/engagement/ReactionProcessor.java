package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.Reaction;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the person's shard: keeps what they think of a tweet, and tells the tweet's shard when that changes. */
final class ReactionProcessor extends ContextualProcessor<Long, ReactionEvent, Long, EngagementChange> {
    private KeyValueStore<IdPair, Reaction> reactions;

    @Override
    public void init(ProcessorContext<Long, EngagementChange> context) {
        super.init(context);
        reactions = context.getStateStore(Stores.REACTIONS.name());
    }

    @Override
    public void process(Record<Long, ReactionEvent> record) {
        ReactionEvent event = record.value();
        IdPair key = new IdPair(event.getUserId(), event.getTweetId());
        Reaction before = reactions.get(key);
        Reaction after = ReactionRules.after(before, event);
        if (Objects.equals(after, before)) {
            return;
        }
        if (after == null) {
            reactions.delete(key);
        } else {
            reactions.put(key, after);
        }
        context().forward(record.withKey(event.getTweetId()).withValue(ReactionRules.change(after, event)));
    }
}
