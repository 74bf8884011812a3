package dev.skein.query.web;

import dev.skein.catalog.Stores;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.live.HomeReader;
import dev.skein.query.routing.Routing;
import dev.skein.streams.home.TimelineEntry;
import dev.skein.streams.home.Timelines;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads home timelines of this process, for pages and for streams. */
record HomeTimelines(LocalStores stores, Routing routing, TweetPresenter presenter) implements HomeReader {
    /** Entries below one, newest first. */
    Page page(long reader, long before, int limit) {
        return here().page(reader, before, limit);
    }

    private LocalTimelines here() {
        return new LocalTimelines(stores, routing::partition);
    }

    @Override
    public Page newest(long reader, int limit) {
        int partition = routing.partition(reader);
        if (!routing.isHere(Stores.TIMELINES, partition)
                || stores.lagMillis(Stores.TIMELINES, partition).isPresent()) {
            throw new StoreUnavailableException("Only who writes a timeline knows at once what enters it.");
        }
        return page(reader, Timelines.NEWEST, limit);
    }

    @Override
    public @Nullable TimelineEntry entry(long reader, long id) {
        List<TimelineEntry> page =
                here().read(reader, (timelines, relations) -> timelines.page(reader, id + 1, 1, relations));
        return page.isEmpty() || page.get(0).id() != id ? null : page.get(0);
    }

    @Override
    public boolean follows(long reader, long author) {
        return reader == author || here().related(reader, relations -> relations.follows(author));
    }

    @Override
    public List<String> show(List<Shown> entries) {
        return presenter.written(
                entries.stream().map(Shown::entry).toList(),
                entries.stream().map(Shown::reader).toList());
    }
}
