package dev.skein.streams.trends;

import dev.skein.catalog.InnerStores;
import dev.skein.schemas.trend.Trends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** In one place: puts the partitions' tops together, and tells the top of all where it has changed, at most once a second. */
final class TopTrendsProcessor extends ContextualProcessor<String, Trends, String, @Nullable Trends> {
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);

    /** Lists that have changed, by their keys. */
    private final Map<String, Trends> changed = new HashMap<>();

    private KeyValueStore<String, Trends> partitions;
    private long until;
    private long minute;

    /** Under which a partition tells a list. */
    static String key(Trends list, int partition) {
        return prefix(list) + "/" + partition;
    }

    private static String prefix(Trends list) {
        return list.getWindow() + "/" + list.getLang();
    }

    @Override
    public void init(ProcessorContext<String, @Nullable Trends> context) {
        super.init(context);
        partitions = context.getStateStore(InnerStores.PARTITION_TRENDS.name());
        changed.clear();
        until = 0;
        minute = 0;
        context.schedule(TELL_EVERY, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, Trends> record) {
        Trends list = record.value();
        partitions.put(record.key(), list);
        note(list);
    }

    private void note(Trends list) {
        until = Math.max(until, list.getUntil());
        changed.put(prefix(list), list);
    }

    private void tick(long nowMillis) {
        // Now and then all of them: a list that no partition tells any more ends, too.
        if (minute != TrendWindow.minuteOf(nowMillis)) {
            minute = TrendWindow.minuteOf(nowMillis);
            partitionLists("", "~").forEach(entry -> note(entry.value));
        }
        changed.forEach((prefix, list) -> {
            // '0' is the character after '/': all partitions of this list.
            List<KeyValue<String, Trends>> tops = partitionLists(prefix + "/", prefix + "0");
            tops.stream()
                    .filter(top -> TrendsRules.isOver(top.value, until) || isGone(top.value))
                    .forEach(top -> partitions.delete(top.key));
            Trends best = TrendsRules.merge(
                    list.getWindow(),
                    list.getLang(),
                    until,
                    tops.stream().map(top -> top.value).toList());
            String key = TrendKeys.of(list.getWindow(), list.getLang());
            context().forward(new Record<>(key, isGone(best) ? null : best, nowMillis));
        });
        changed.clear();
    }

    /** Only the lists over all tweets are there though nothing is in them. */
    private static boolean isGone(Trends list) {
        return !list.getLang().isEmpty() && list.getHashtags().isEmpty();
    }

    private List<KeyValue<String, Trends>> partitionLists(String from, String to) {
        List<KeyValue<String, Trends>> lists = new ArrayList<>();
        try (KeyValueIterator<String, Trends> range = partitions.range(from, to)) {
            range.forEachRemaining(lists::add);
        }
        return lists;
    }
}
