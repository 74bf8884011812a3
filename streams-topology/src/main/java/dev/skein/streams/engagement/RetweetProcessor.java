package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.EngagementSums;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.streams.BeforeCommit;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At the retweeter's shard: keeps which of their retweets stand. A second one of the same tweet while one stands changes
 * nothing; an undoing takes back every one with a smaller id, also one that is told again later.
 */
final class RetweetProcessor extends ContextualProcessor<Long, RetweetEvent, Long, EngagementSums> {
    /** In the topology. */
    static final String OUTGOING = "outgoing-retweets";

    private final int partitions;
    private KeyValueStore<IdPair, Long> retweeted;
    private KeyValueStore<IdPair, Long> undoneBefore;
    private MarkCache cache;
    private OutgoingSums outgoing;

    RetweetProcessor(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, EngagementSums> context) {
        super.init(context);
        retweeted = context.getStateStore(Stores.RETWEETED.name());
        cache = context.getStateStore(Stores.MARKS_IN_MEMORY.name());
        cache.overRetweeted(retweeted);
        undoneBefore = context.getStateStore(InnerStores.RETWEETS_UNDONE.name());
        outgoing = new OutgoingSums(partitions, context::forward);
        BeforeCommit commit = context.getStateStore(OUTGOING);
        commit.call(context, outgoing::flush);
    }

    @Override
    public void close() {
        // Another task may write the store from now on, and would not tell.
        cache.overRetweeted(null);
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
                    cache.retweeted(key, true);
                    outgoing.retweeted(event.getTweetId(), record.key(), event.getId(), false, record.timestamp());
                }
            }
            case UNDONE -> {
                Long undone = undoneBefore.get(key);
                if (undone == null || undone < event.getId()) {
                    undoneBefore.put(key, event.getId());
                }
                if (standing != null && standing < event.getId()) {
                    retweeted.delete(key);
                    cache.retweeted(key, false);
                    outgoing.retweeted(event.getTweetId(), record.key(), standing, true, record.timestamp());
                }
            }
        }
    }
}
