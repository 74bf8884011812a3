package dev.skein.streams.notifications;

import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.streams.EventRules;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** At the recipient's shard: keeps how far they have read; without a value, their account is deleted. */
final class ReadProcessor extends ContextualProcessor<Long, @Nullable NotificationsRead, Void, Void> {
    private Notified notified;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        notified = new Notified(context);
    }

    @Override
    public void process(Record<Long, @Nullable NotificationsRead> record) {
        NotificationsRead read = record.value();
        if (read == null) {
            notified.erase(record.key());
        } else {
            EventRules.require(record.key(), read);
            notified.read(record.key(), read.getUpTo());
        }
    }
}
