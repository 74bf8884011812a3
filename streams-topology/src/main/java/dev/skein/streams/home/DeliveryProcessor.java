package dev.skein.streams.home;

import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.streams.TimelineWatch;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * At the readers' partition: lets deliveries into timelines. Of a reader who returned it asks those whom they follow. It takes
 * deliveries as bytes, good or bad, so that the store sees every offset, and knows when some are missing.
 */
final class DeliveryProcessor extends ContextualProcessor<byte[], byte @Nullable [], Long, RebuildRequest> {
    /** Longer than commits are apart, by much. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Duration entryAgeMax;
    private final int partitions;
    private Authors authors;
    private TimelineStore timelines;
    private TimelineWatch.Teller teller;

    /**
     * For a task.
     *
     * @param entryAgeMax nothing older is asked for
     * @param partitions of readers
     */
    DeliveryProcessor(Duration entryAgeMax, int partitions) {
        this.entryAgeMax = entryAgeMax;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, RebuildRequest> context) {
        super.init(context);
        timelines = context.getStateStore(Stores.TIMELINES.name());
        timelines.ready();
        authors = new Authors(
                context.taskId().partition(),
                partitions,
                context.getStateStore(InnerStores.AUTHORSHIP.name()),
                context.getStateStore(Stores.LAST_SEEN.name()));
        teller = timelines.tell(context.taskId().partition());
        context.schedule(TimelineStore.ON_ITS_WAY_MAX, PunctuationType.WALL_CLOCK_TIME, now -> timelines.turn());
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> timelines.look());
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        long offset = context().recordMetadata().map(RecordMetadata::offset).orElseThrow();
        Delivery delivery = timelines.apply(offset, record.timestamp(), record.value());
        teller.tell();
        authors.heard(delivery);
        for (Object change : delivery.getChanges()) {
            // Only now, for an answer counts only if it stands in the log behind what it answers; and each time that
            // this is heard, for what was asked before may be lost.
            if (change instanceof ReaderReturned returned) {
                ask(returned, record.timestamp());
            }
        }
    }

    private void ask(ReaderReturned returned, long time) {
        long reader = returned.getReaderId();
        if (timelines.standing(reader) instanceof Standing.Rebuilding rebuilding
                && rebuilding.at() == returned.getAt()) {
            for (long followee : rebuilding.followees()) {
                context()
                        .forward(new Record<>(
                                followee, ReturnRules.request(reader, followee, rebuilding, entryAgeMax), time));
            }
        }
    }
}
