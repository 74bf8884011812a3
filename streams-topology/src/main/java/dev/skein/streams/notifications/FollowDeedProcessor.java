package dev.skein.streams.notifications;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.store.Deed;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * At the shard of the one who acts: keeps whom they block or mute, takes from their notifications what those did, and tells
 * of their follows.
 */
final class FollowDeedProcessor extends ContextualProcessor<Long, FollowEvent, Long, Deed> {
    private KeyValueStore<IdPair, Relation> unheard;
    private Notified notified;

    @Override
    public void init(ProcessorContext<Long, Deed> context) {
        super.init(context);
        unheard = context.getStateStore(InnerStores.UNHEARD.name());
        notified = new Notified(context);
    }

    @Override
    public void process(Record<Long, FollowEvent> record) {
        FollowEvent event = record.value();
        IdPair key = new IdPair(event.getActorId(), event.getTargetId());
        Relation before = unheard.get(key);
        if (event.getKind() == FollowEventKind.FOLLOW && before != null && before.getBlocking()) {
            // Whom one blocks one cannot follow.
            return;
        }
        switch (event.getKind()) {
            case BLOCK, UNBLOCK, MUTE, UNMUTE -> keep(key, before, RelationRules.byActor(before, event));
            case FOLLOW, UNFOLLOW -> {}
        }
        if (event.getKind() == FollowEventKind.BLOCK || event.getKind() == FollowEventKind.MUTE) {
            notified.withdraw(event.getActorId(), event.getTargetId(), record.timestamp());
        }
        DeedRules.of(event).forEach(deed -> context()
                .forward(record.withKey(deed.getDoneTo()).withValue(deed)));
    }

    private void keep(IdPair key, @Nullable Relation before, Relation after) {
        if (after.getBlocking() || after.getMuting()) {
            unheard.put(key, after);
        } else if (before != null) {
            unheard.delete(key);
        }
    }
}
