package dev.skein.streams.author;

import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.streams.BadRecordException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** At the followee's shard: answers each request of a reader whose timeline is not whole, also where there is nothing. */
final class RebuildProcessor extends EffectProcessor<RebuildRequest> {
    /** As many as a timeline has. */
    private static final int LIMIT_MAX = 800;

    private final int partitions;
    private Backfill backfill;

    RebuildProcessor(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        backfill = new Backfill(
                new AuthorTimelines(open(Stores.AUTHOR_TIMELINES)),
                open(Stores.TWEETS),
                open(Stores.USERS),
                partitions);
    }

    @Override
    public void process(Record<Long, RebuildRequest> record) {
        RebuildRequest request = record.value();
        if (request.getFolloweeId() != record.key() || request.getReaderId() <= 0 || request.getSince() < 0) {
            throw new BadRecordException("the request does not name its key as followee, a reader and a since");
        }
        if (request.getLimit() < 1 || request.getLimit() > LIMIT_MAX) {
            throw new BadRecordException("the request wants " + request.getLimit() + " entries, not 1 to " + LIMIT_MAX);
        }
        backfill.answer(request, effect -> tell(effect, record.timestamp()));
    }
}
