package dev.skein.query.web;

import dev.skein.http.Cursors;
import dev.skein.http.PageRequest;
import org.jspecify.annotations.Nullable;

/** Places in lists that go from the largest id down: a cursor holds the last id that was shown. */
final class Pages {
    private Pages() {}

    /** Only entries with a smaller id belong to the page. */
    static long before(PageRequest page, Cursors cursors, String list) {
        long[] place = page.place(cursors, list, 1);
        return place == null ? Long.MAX_VALUE : place[0];
    }

    /** The cursor of the page after this one, or null. */
    static @Nullable String next(PageOf<?> page, Cursors cursors, String list) {
        Long next = page.next();
        return next == null ? null : cursors.encode(list, next);
    }
}
