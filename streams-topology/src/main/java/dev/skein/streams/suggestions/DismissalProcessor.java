package dev.skein.streams.suggestions;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.follow.Dismissal;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At a person's shard: keeps whom they do not want to be suggested. */
final class DismissalProcessor extends ContextualProcessor<Long, Dismissal, Void, Void> {
    private KeyValueStore<IdPair, Long> dismissed;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        dismissed = context.getStateStore(Stores.DISMISSED.name());
    }

    @Override
    public void process(Record<Long, Dismissal> record) {
        dismissed.put(
                new IdPair(record.key(), record.value().getDismissedId()),
                record.value().getAt());
    }
}
