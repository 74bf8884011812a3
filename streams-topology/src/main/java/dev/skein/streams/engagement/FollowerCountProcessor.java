package dev.skein.streams.engagement;

import dev.skein.catalog.Stores;
import dev.skein.schemas.store.UserCounts;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the followee's shard: adds up their followers. */
final class FollowerCountProcessor extends ContextualProcessor<Long, UserCounts, Void, Void> {
    private KeyValueStore<Long, UserCounts> counts;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        counts = context.getStateStore(Stores.USER_COUNTS.name());
    }

    @Override
    public void process(Record<Long, UserCounts> record) {
        counts.put(record.key(), CountRules.plus(counts.get(record.key()), record.value()));
    }
}
