package dev.skein.streams.trends;

import dev.skein.catalog.InnerStores;
import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagChanges;
import dev.skein.schemas.trend.Trends;
import dev.skein.streams.BeforeCommit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At the hashtag's partition: counts by the minute of the tweet, and tells the lists of the partition that have changed,
 * at most once a second.
 *
 * <p>Windows end with the minute that is running, so a tag trends as soon as it is used. What moves them on is the newest
 * tweet seen, and the clock where none comes; what a late tweet changes counts as long as its minute is in a window.
 */
final class HashtagProcessor extends ContextualProcessor<Long, HashtagChanges, String, Trends> {
    /** In the topology. */
    static final String HELD = "held-counts";

    private static final Duration TELL_EVERY = Duration.ofSeconds(1);
    private static final String UNTIL = "until";
    private static final String SINCE = "since";

    private final Map<String, Trends> told = new HashMap<>();
    private KeyValueStore<String, Long> clock;
    private TagCounts counts;
    private Candidates candidates;
    private long until;
    private boolean changed;

    @Override
    public void init(ProcessorContext<String, Trends> context) {
        super.init(context);
        counts = new TagCounts(
                context.getStateStore(InnerStores.TAG_MINUTES.name()),
                context.getStateStore(InnerStores.TAG_HOURS.name()));
        clock = context.getStateStore(InnerStores.TRENDS_CLOCK.name());
        Long stored = clock.get(UNTIL);
        until = stored == null ? 0 : stored;
        Long since = clock.get(SINCE);
        if (since != null) {
            counts.since(since);
        }
        candidates = new Candidates(context.getStateStore(InnerStores.TREND_CANDIDATES.name()), counts, until);
        // Whether the last change was told before the task closed is not known.
        told.clear();
        changed = until > 0;
        BeforeCommit commit = context.getStateStore(HELD);
        commit.call(context, this::flush);
        context.schedule(TELL_EVERY, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<Long, HashtagChanges> record) {
        List<HashtagChange> changes = record.value().getChanges();
        long newest = changes.stream().mapToLong(HashtagChange::getMinute).max().orElse(0);
        moveOn(TrendWindow.endOf(newest));
        for (HashtagChange change : changes) {
            if (change.getMinute() >= until - TrendWindow.DAY.millis()) {
                long after = counts.add(change);
                candidates.used(change, after - change.getUses(), after);
                changed = true;
            }
        }
    }

    private void flush() {
        counts.flush();
        candidates.admit();
    }

    private void tick(long nowMillis) {
        moveOn(TrendWindow.endOf(nowMillis));
        if (!changed) {
            return;
        }
        changed = false;
        flush();
        Map<String, Trends> lists = candidates.lists();
        told.forEach((key, before) -> {
            if (!lists.containsKey(key)) {
                lists.put(key, new Trends(before.getWindow(), until, before.getLang(), List.of()));
            }
        });
        // The lists over all tweets are there though nothing is in them.
        for (TrendWindow window : TrendWindow.values()) {
            lists.putIfAbsent(window.label(), new Trends(window.label(), until, "", List.of()));
        }
        lists.forEach((key, list) -> {
            if (!list.equals(told.put(key, list))) {
                int partition = context().taskId().partition();
                context().forward(new Record<>(TopTrendsProcessor.key(list, partition), list, nowMillis));
            }
        });
        told.values()
                .removeIf(
                        list -> !list.getLang().isEmpty() && list.getHashtags().isEmpty());
    }

    /** Lets the windows end with a later minute: the oldest leave. */
    private void moveOn(long newUntil) {
        if (newUntil <= until) {
            return;
        }
        if (clock.get(SINCE) == null) {
            clock.put(SINCE, newUntil);
            counts.since(newUntil);
        }
        flush();
        until = newUntil;
        clock.put(UNTIL, until);
        candidates.moveOn(until);
        changed = true;
    }
}
