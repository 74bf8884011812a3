package dev.skein.streams.author;

import dev.skein.catalog.Stores;
import dev.skein.schemas.store.HandleClaim;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;

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
        handles.put(record.key(), UserRules.holder(handles.get(record.key()), record.value(), record.timestamp()));
    }
}
