package dev.skein.streams.notifications;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the shard of the one who acts: keeps whom they block or mute, and tells of their follows. */
final class FollowDeedProcessor extends ContextualProcessor<Long, FollowEvent, Long, Notification> {
    private KeyValueStore<IdPair, Relation> unheard;

    @Override
    public void init(ProcessorContext<Long, Notification> context) {
        super.init(context);
        unheard = context.getStateStore(InnerStores.UNHEARD.name());
    }

    @Override
    public void process(Record<Long, FollowEvent> record) {
        FollowEvent event = record.value();
        switch (event.getKind()) {
            case BLOCK, UNBLOCK, MUTE, UNMUTE -> {
                IdPair key = new IdPair(event.getActorId(), event.getTargetId());
                Relation after = RelationRules.byActor(unheard.get(key), event);
                if (after.getBlocking() || after.getMuting()) {
                    unheard.put(key, after);
                } else {
                    unheard.delete(key);
                }
            }
            case FOLLOW, UNFOLLOW ->
                DeedRules.of(event).forEach(deed -> context()
                        .forward(record.withKey(deed.doneTo()).withValue(deed.notification())));
        }
    }
}
