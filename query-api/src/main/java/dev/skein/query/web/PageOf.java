package dev.skein.query.web;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list whose entries lie newest first and some of which turn out to be gone.
 *
 * @param data at most as many as were asked for; fewer only at the end, or where very many in a row are gone
 * @param next entries after this place make the next page; null at the end
 */
record PageOf<T>(List<T> data, @Nullable Long next) {
    /** How many entries are looked at for one page. */
    private static final int LOOKED_AT_MAX = 1_000;

    /** Reads entries with a place smaller than {@code before}, the largest first. */
    interface Entries<E> {
        List<E> read(long before, int count);
    }

    /**
     * Fills a page.
     *
     * @param resolve what entries show, in their order; null for what is gone
     */
    static <E, T> PageOf<T> fill(
            int limit,
            long before,
            Entries<E> entries,
            ToLongFunction<E> place,
            Function<List<E>, List<@Nullable T>> resolve) {
        List<T> data = new ArrayList<>(limit);
        long at = before;
        long last = before;
        int lookedAt = 0;
        while (lookedAt < LOOKED_AT_MAX) {
            int count = limit + 1;
            List<E> part = entries.read(at, count);
            List<@Nullable T> shown = resolve.apply(part);
            for (int i = 0; i < part.size(); i++) {
                T item = shown.get(i);
                at = place.applyAsLong(part.get(i));
                if (item != null) {
                    if (data.size() == limit) {
                        return new PageOf<>(data, last);
                    }
                    data.add(item);
                    last = at;
                }
            }
            if (part.size() < count) {
                return new PageOf<>(data, null);
            }
            lookedAt += count;
        }
        return new PageOf<>(data, at);
    }

    /**
     * What entries show, in their order; null for those that show nothing, or something that is gone. An entry that shows
     * nothing is one that was looked at: a million of them must not be passed for one page.
     *
     * @param id of what an entry shows, or null
     * @param find finds it by id
     */
    static <E, T> List<@Nullable T> resolve(
            List<E> entries, Function<E, @Nullable Long> id, Function<List<Long>, List<@Nullable T>> find) {
        List<@Nullable Long> ids = new ArrayList<>(entries.size());
        List<Long> asked = new ArrayList<>(entries.size());
        for (E entry : entries) {
            Long shows = id.apply(entry);
            ids.add(shows);
            if (shows != null) {
                asked.add(shows);
            }
        }
        Iterator<@Nullable T> found = find.apply(asked).iterator();
        List<@Nullable T> shown = new ArrayList<>(entries.size());
        for (Long shows : ids) {
            shown.add(shows == null ? null : found.next());
        }
        return shown;
    }
}
