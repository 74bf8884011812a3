package dev.skein.query.web;

import dev.skein.schemas.store.Relation;
import dev.skein.streams.home.Relations;
import dev.skein.streams.home.TimelineEntry;
import dev.skein.streams.home.Timelines;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;

/** Entries of everybody; those of people whom the reader does not follow are not shown. */
final class FakeTimelines implements Timelines, StateStore {
    private final NavigableMap<Long, TimelineEntry> newestFirst =
            new ConcurrentSkipListMap<>(Comparator.reverseOrder());

    void add(TimelineEntry entry) {
        newestFirst.put(entry.id(), entry);
    }

    @Override
    public List<TimelineEntry> page(long reader, long before, int limit, Relations relations) {
        return newestFirst.values().stream()
                .filter(entry -> entry.id() < before)
                .filter(entry -> {
                    Relation relation = relations.to(entry.tweet().getAuthor().getId());
                    return relation != null && relation.getFollowedAt() > 0;
                })
                .limit(limit)
                .toList();
    }

    @Override
    public boolean whole(long reader) {
        return true;
    }

    @Override
    public Size size() {
        return new Size(0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public String name() {
        return "timelines";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
