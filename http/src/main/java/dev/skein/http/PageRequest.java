package dev.skein.http;

import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a list.
 *
 * @param limit how many entries at most, 1–100
 * @param cursor where to go on, as the client sent it (read it with {@link Cursors}), or null for the beginning
 */
public record PageRequest(int limit, @Nullable String cursor) {
    public static final int DEFAULT_LIMIT = 20;
    public static final int MAX_LIMIT = 100;

    public static PageRequest of(Context ctx) {
        String limit = parameter(ctx, "limit");
        return new PageRequest(limit == null ? DEFAULT_LIMIT : limitOf(limit), parameter(ctx, "cursor"));
    }

    /** The values of the cursor, or null at the beginning. */
    public long @Nullable [] place(Cursors cursors, String list, int count) {
        return cursor == null ? null : cursors.decode(list, count, cursor);
    }

    /** A query parameter, or null without it; 400 if it is there twice. */
    public static @Nullable String parameter(Context ctx, String name) {
        if (ctx.queryString() == null) {
            return null;
        }
        List<String> values = ctx.queryParams(name);
        if (values.size() > 1) {
            throw ApiException.badRequest(name, "is there twice");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static int limitOf(String text) {
        long limit = Ids.parse(text);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ApiException.badRequest("limit", "must be a number from 1 to " + MAX_LIMIT);
        }
        return (int) limit;
    }
}
