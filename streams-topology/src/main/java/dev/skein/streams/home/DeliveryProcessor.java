package dev.skein.streams.home;

import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.streams.BadRecordException;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** At the readers' partition: lets deliveries into timelines. */
final class DeliveryProcessor extends ContextualProcessor<Long, @Nullable Delivery, Void, Void> {
    /** Deletions and undoings are remembered for at least this long: longer than a delivery is on its way. */
    private static final Duration TURN = Duration.ofDays(1);

    private TimelineStore timelines;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        timelines = context.getStateStore(Stores.TIMELINES.name());
        context.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, now -> timelines.turn());
    }

    @Override
    public void process(Record<Long, @Nullable Delivery> record) {
        Delivery delivery = record.value();
        if (delivery == null) {
            throw new BadRecordException("there is no value");
        }
        timelines.apply(delivery);
    }
}
