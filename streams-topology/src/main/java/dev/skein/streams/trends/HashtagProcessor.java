package dev.skein.streams.trends;

import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.TimedTag;
import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagCount;
import dev.skein.schemas.trend.Trends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * At the hashtag's partition: counts by the minute of the tweet, and tells the top of the partition when it changes, at
 * most once a second.
 *
 * <p>Windows end with the minute that is running, so a tag trends as soon as it is used. What moves them on is the newest
 * tweet seen, and the clock where none comes; what a late tweet changes counts as long as its minute is in a window. Each
 * use is counted in its minute and in its hour, so that the people of a day are those of 24 hours and some minutes, not
 * of 1,440.
 */
final class HashtagProcessor extends ContextualProcessor<String, HashtagChange, String, Trends> {
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);
    private static final String UNTIL = "until";

    private final List<WindowSums> windows = List.of(new WindowSums(TrendWindow.HOUR), new WindowSums(TrendWindow.DAY));
    private KeyValueStore<TimedTag, HashtagCount> minutes;
    private KeyValueStore<TimedTag, HashtagCount> hours;
    private KeyValueStore<String, Long> clock;
    private long until;
    private boolean changed;

    @Override
    public void init(ProcessorContext<String, Trends> context) {
        super.init(context);
        minutes = context.getStateStore(InnerStores.HASHTAG_MINUTES.name());
        hours = context.getStateStore(InnerStores.HASHTAG_HOURS.name());
        clock = context.getStateStore(InnerStores.TRENDS_CLOCK.name());
        Long stored = clock.get(UNTIL);
        until = stored == null ? 0 : stored;
        for (WindowSums window : windows) {
            window.clear();
            scan(
                    until - window.window().millis(),
                    until,
                    (key, count) -> window.add(key.tag(), key.start(), count.getUses()));
        }
        // Whether the last change was told before the task closed is not known.
        changed = until > 0;
        context.schedule(TELL_EVERY, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, HashtagChange> record) {
        HashtagChange change = record.value();
        long minute = TrendWindow.minuteOf(Id.millis(change.getTweetId()));
        moveOn(TrendWindow.endOf(minute));
        if (minute < until - TrendWindow.DAY.millis()) {
            return;
        }
        TimedTag key = new TimedTag(minute, record.key());
        HashtagCount before = minutes.get(key);
        HashtagCount after = TrendsRules.after(before, change);
        put(minutes, key, after);
        TimedTag hour = new TimedTag(TrendWindow.hourOf(minute), record.key());
        put(hours, hour, TrendsRules.after(hours.get(hour), change));
        long more = uses(after) - uses(before);
        windows.stream()
                .filter(window -> minute >= until - window.window().millis())
                .forEach(window -> window.add(record.key(), minute, more));
        changed = true;
    }

    private void tick(long nowMillis) {
        moveOn(TrendWindow.endOf(nowMillis));
        if (!changed) {
            return;
        }
        changed = false;
        int partition = context().taskId().partition();
        for (WindowSums window : windows) {
            String label = window.window().label();
            Trends top = new Trends(label, until, TrendsRules.top(window, until, tag -> parts(tag, window.window())));
            context().forward(new Record<>(TopTrendsProcessor.key(label, partition), top, nowMillis));
        }
    }

    /** Lets the windows end with a later minute: the oldest leave. */
    private void moveOn(long newUntil) {
        if (newUntil <= until) {
            return;
        }
        for (WindowSums window : windows) {
            long length = window.window().millis();
            scan(
                    until - length,
                    Math.min(until, newUntil - length),
                    (key, count) -> window.add(key.tag(), key.start(), -count.getUses()));
        }
        long oldest = newUntil - TrendWindow.DAY.millis();
        delete(minutes, oldest);
        delete(hours, TrendWindow.hourOf(oldest));
        until = newUntil;
        clock.put(UNTIL, until);
        changed = true;
    }

    /** All that a window holds of a hashtag: minutes up to the first full hour, hours from there. */
    private Collection<HashtagCount> parts(String tag, TrendWindow window) {
        List<HashtagCount> parts = new ArrayList<>();
        long start = until - window.millis();
        while (start < until) {
            boolean hour = TrendWindow.hourOf(start) == start;
            HashtagCount part = (hour ? hours : minutes).get(new TimedTag(start, tag));
            if (part != null) {
                parts.add(part);
            }
            start += hour ? TrendWindow.HOUR_MILLIS : TrendWindow.MINUTE_MILLIS;
        }
        return parts;
    }

    private void scan(long from, long to, BiConsumer<TimedTag, HashtagCount> each) {
        if (from >= to) {
            return;
        }
        List<KeyValue<TimedTag, HashtagCount>> found = new ArrayList<>();
        try (KeyValueIterator<TimedTag, HashtagCount> range =
                minutes.range(TimedTag.from(Math.max(0, from)), TimedTag.from(to))) {
            range.forEachRemaining(found::add);
        }
        found.forEach(entry -> each.accept(entry.key, entry.value));
    }

    private static void delete(KeyValueStore<TimedTag, HashtagCount> store, long before) {
        List<TimedTag> old = new ArrayList<>();
        try (KeyValueIterator<TimedTag, HashtagCount> range = store.range(TimedTag.from(0), TimedTag.from(before))) {
            range.forEachRemaining(entry -> old.add(entry.key));
        }
        old.forEach(store::delete);
    }

    private static void put(KeyValueStore<TimedTag, HashtagCount> store, TimedTag key, @Nullable HashtagCount count) {
        if (count == null) {
            store.delete(key);
        } else {
            store.put(key, count);
        }
    }

    private static long uses(@Nullable HashtagCount count) {
        return count == null ? 0 : count.getUses();
    }
}
