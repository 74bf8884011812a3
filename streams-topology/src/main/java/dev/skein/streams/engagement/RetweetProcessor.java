package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.EngagementChangeKind;
import dev.skein.schemas.tweet.RetweetEvent;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At the retweeter's shard: keeps which of their retweets stand. A second one of the same tweet while one stands changes
 * nothing; an undoing takes back every one with a smaller id, also one that is told again later.
 */
final class RetweetProcessor extends ContextualProcessor<Long, RetweetEvent, Long, EngagementChange> {
    private KeyValueStore<IdPair, Long> retweeted;
    private KeyValueStore<IdPair, Long> undoneBefore;

    @Override
    public void init(ProcessorContext<Long, EngagementChange> context) {
        super.init(context);
        retweeted = context.getStateStore(Stores.RETWEETED.name());
        undoneBefore = context.getStateStore(InnerStores.RETWEETS_UNDONE.name());
    }

    @Override
    public void process(Record<Long, RetweetEvent> record) {
        RetweetEvent event = record.value();
        IdPair key = new IdPair(record.key(), event.getTweetId());
        Long standing = retweeted.get(key);
        switch (event.getKind()) {
            case RETWEETED -> {
                Long undone = undoneBefore.get(key);
                if (standing == null && (undone == null || undone <= event.getId())) {
                    retweeted.put(key, event.getId());
                    forward(record, EngagementChangeKind.RETWEETED);
                }
            }
            case UNDONE -> {
                Long undone = undoneBefore.get(key);
                if (undone == null || undone < event.getId()) {
                    undoneBefore.put(key, event.getId());
                }
                if (standing != null && standing < event.getId()) {
                    retweeted.delete(key);
                    forward(record, EngagementChangeKind.RETWEET_GONE);
                }
            }
        }
    }

    private void forward(Record<Long, RetweetEvent> record, EngagementChangeKind kind) {
        RetweetEvent event = record.value();
        context()
                .forward(record.withKey(event.getTweetId())
                        .withValue(new EngagementChange(kind, record.key(), event.getId(), null)));
    }
}
