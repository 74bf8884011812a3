package dev.skein.query.web;

import dev.skein.catalog.Stores;
import dev.skein.http.Json;
import dev.skein.http.model.TimelineItemJson;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.live.HomeReader;
import dev.skein.query.routing.Routing;
import dev.skein.query.web.TweetPresenter.Line;
import dev.skein.streams.home.Relations;
import dev.skein.streams.home.RelationsInMemoryType;
import dev.skein.streams.home.TimelineEntry;
import dev.skein.streams.home.Timelines;
import dev.skein.streams.home.TimelinesStoreType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads home timelines of this process, for pages and for streams. */
record HomeTimelines(LocalStores stores, Routing routing, TweetPresenter presenter) implements HomeReader {
    private static final TimelinesStoreType TIMELINES = new TimelinesStoreType();
    private static final RelationsInMemoryType RELATIONS_IN_MEMORY = new RelationsInMemoryType();

    /** Entries below one, newest first. */
    Page page(long reader, long before, int limit) {
        return read(reader, (timelines, relations) -> {
            boolean whole = timelines.whole(reader);
            List<TimelineEntry> entries = timelines.page(reader, before, limit, relations);
            return new Page(entries, whole && timelines.whole(reader));
        });
    }

    private <R> R read(long reader, BiFunction<Timelines, Relations, R> question) {
        int partition = routing.partition(reader);
        return stores.read(
                Stores.TIMELINES,
                partition,
                TIMELINES,
                timelines -> related(reader, partition, relations -> question.apply(timelines, relations)));
    }

    private <R> R related(long reader, int partition, Function<Relations, R> question) {
        Relations inMemory = relationsInMemory(reader, partition);
        return inMemory != null
                ? question.apply(inMemory)
                : stores.read(
                        Stores.RELATIONS,
                        partition,
                        relations -> question.apply(new ReaderRelations(relations, reader)));
    }

    /** Null on an instance that has a copy of the partition: there nobody keeps them current. */
    private @Nullable Relations relationsInMemory(long reader, int partition) {
        try {
            return stores.read(
                            Stores.RELATIONS_IN_MEMORY,
                            partition,
                            RELATIONS_IN_MEMORY,
                            relations -> Optional.ofNullable(relations.of(reader)))
                    .orElse(null);
        } catch (StoreUnavailableException e) {
            return null;
        }
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
        List<TimelineEntry> page = read(reader, (timelines, relations) -> timelines.page(reader, id + 1, 1, relations));
        return page.isEmpty() || page.get(0).id() != id ? null : page.get(0);
    }

    @Override
    public boolean follows(long reader, long author) {
        return reader == author || related(reader, routing.partition(reader), relations -> relations.follows(author));
    }

    @Override
    public List<String> show(List<Shown> entries) {
        List<Line> lines = entries.stream()
                .map(shown -> new Line(shown.entry().tweet(), shown.entry().retweetedBy()))
                .toList();
        List<TimelineItemJson> items =
                presenter.items(lines, entries.stream().map(Shown::reader).toList());
        return items.stream()
                .map(item -> new String(Json.bytes(item), StandardCharsets.UTF_8))
                .toList();
    }
}
