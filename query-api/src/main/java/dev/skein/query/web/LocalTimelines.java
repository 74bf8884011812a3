package dev.skein.query.web;

import dev.skein.catalog.Stores;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.live.HomeReader.Page;
import dev.skein.streams.InMemoryType;
import dev.skein.streams.home.Relations;
import dev.skein.streams.home.RelationsInMemory;
import dev.skein.streams.home.TimelineEntry;
import dev.skein.streams.home.Timelines;
import dev.skein.streams.home.TimelinesStoreType;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Home timelines that lie in this process, as their readers' relations let them be seen. Each method throws {@link
 * StoreUnavailableException} where a partition does not lie here.
 *
 * @param partition of a reader's id
 */
public record LocalTimelines(LocalStores stores, LongToIntFunction partition) {
    private static final TimelinesStoreType TIMELINES = new TimelinesStoreType();
    private static final InMemoryType<RelationsInMemory> RELATIONS_IN_MEMORY =
            new InMemoryType<>(RelationsInMemory.class);

    /** Entries below one, newest first, and whether all are there. */
    public Page page(long reader, long before, int limit) {
        return read(reader, (timelines, relations) -> {
            boolean whole = timelines.whole(reader);
            List<TimelineEntry> entries = timelines.page(reader, before, limit, relations);
            return new Page(entries, whole && timelines.whole(reader));
        });
    }

    <R> R read(long reader, BiFunction<Timelines, Relations, R> question) {
        return stores.read(
                Stores.TIMELINES,
                partition.applyAsInt(reader),
                TIMELINES,
                timelines -> related(reader, relations -> question.apply(timelines, relations)));
    }

    <R> R related(long reader, Function<Relations, R> question) {
        int place = partition.applyAsInt(reader);
        Relations inMemory = relationsInMemory(reader, place);
        return inMemory != null
                ? question.apply(inMemory)
                : stores.read(
                        Stores.RELATIONS, place, relations -> question.apply(new ReaderRelations(relations, reader)));
    }

    /** Null on an instance that has a copy of the partition: there nobody keeps them current. */
    private @Nullable Relations relationsInMemory(long reader, int place) {
        try {
            return stores.<RelationsInMemory, @Nullable Relations>read(
                    Stores.RELATIONS_IN_MEMORY, place, RELATIONS_IN_MEMORY, relations -> relations.of(reader));
        } catch (StoreUnavailableException e) {
            return null;
        }
    }
}
