package dev.skein.streams.engagement;

import dev.skein.catalog.Stores;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.streams.BeforeCommit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** At the tweet's shard: adds up its counts, once a commit, and tells them. */
final class CountProcessor extends ContextualProcessor<Long, Engagement, Long, Engagement> {
    /** In the topology. */
    static final String OUTGOING = "outgoing-counts";

    private static final int HELD_MAX = 20_000;

    private final Map<Long, Engagement> more = new LinkedHashMap<>();
    private TimestampedKeyValueStore<Long, Engagement> counts;
    private CountCache cache;
    private long time;

    @Override
    public void init(ProcessorContext<Long, Engagement> context) {
        super.init(context);
        counts = context.getStateStore(Stores.ENGAGEMENT.name());
        cache = context.getStateStore(Stores.COUNTS_IN_MEMORY.name());
        cache.over(counts);
        more.clear();
        BeforeCommit commit = context.getStateStore(OUTGOING);
        commit.call(context, this::flush);
    }

    @Override
    public void close() {
        // Another task may write the store from now on, and would not tell.
        cache.over(null);
    }

    @Override
    public void process(Record<Long, Engagement> record) {
        more.merge(record.key(), record.value(), CountRules::plus);
        time = Math.max(time, record.timestamp());
        if (more.size() >= HELD_MAX) {
            flush();
        }
    }

    private void flush() {
        more.forEach((tweet, change) -> {
            if (!change.equals(CountRules.NO_ENGAGEMENT)) {
                ValueAndTimestamp<Engagement> before = counts.get(tweet);
                Engagement after = before == null ? change : CountRules.plus(before.value(), change);
                counts.put(tweet, ValueAndTimestamp.make(after, time));
                cache.counted(tweet, after);
                context().forward(new Record<>(tweet, after, time));
            }
        });
        more.clear();
    }
}
