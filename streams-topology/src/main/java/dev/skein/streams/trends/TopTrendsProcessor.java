package dev.skein.streams.trends;

import dev.skein.catalog.InnerStores;
import dev.skein.schemas.trend.Trends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** In one place: puts the partitions' tops together, and tells the top of all at most once a second. */
final class TopTrendsProcessor extends ContextualProcessor<String, Trends, String, Trends> {
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);

    private final Set<TrendWindow> changed = EnumSet.noneOf(TrendWindow.class);
    private KeyValueStore<String, Trends> partitions;

    /** Under which a partition tells its top. */
    static String key(String window, int partition) {
        return window + "/" + partition;
    }

    @Override
    public void init(ProcessorContext<String, Trends> context) {
        super.init(context);
        partitions = context.getStateStore(InnerStores.PARTITION_TRENDS.name());
        // Whether the last change was told before the task closed is not known.
        changed.addAll(EnumSet.allOf(TrendWindow.class));
        context.schedule(TELL_EVERY, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, Trends> record) {
        partitions.put(record.key(), record.value());
        for (TrendWindow window : TrendWindow.values()) {
            if (window.label().equals(record.value().getWindow())) {
                changed.add(window);
            }
        }
    }

    private void tick(long nowMillis) {
        for (TrendWindow window : changed) {
            List<Trends> tops = new ArrayList<>();
            // '0' is the character after '/': all partitions of this window.
            try (KeyValueIterator<String, Trends> range =
                    partitions.range(window.label() + "/", window.label() + "0")) {
                range.forEachRemaining(entry -> tops.add(entry.value));
            }
            if (!tops.isEmpty()) {
                context().forward(new Record<>(window.label(), TrendsRules.merge(window, tops), nowMillis));
            }
        }
        changed.clear();
    }
}
