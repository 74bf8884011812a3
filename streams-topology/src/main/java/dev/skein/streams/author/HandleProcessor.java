package dev.skein.streams.author;

import dev.skein.catalog.Stores;
import dev.skein.schemas.store.HandleClaim;
import dev.skein.streams.author.UserRules.Holder;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** At the handle's partition: keeps who holds it. */
final class HandleProcessor extends ContextualProcessor<String, HandleClaim, Void, Void> {
    private TimestampedKeyValueStore<String, Long> handles;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        handles = context.getStateStore(Stores.HANDLES.name());
    }

    @Override
    public void process(Record<String, HandleClaim> record) {
        ValueAndTimestamp<Long> known = handles.get(record.key());
        Holder before = known == null ? null : new Holder(known.value(), known.timestamp());
        Holder now = UserRules.holder(before, record.value(), record.timestamp());
        handles.put(record.key(), now == null ? null : ValueAndTimestamp.make(now.userId(), now.since()));
    }
}
