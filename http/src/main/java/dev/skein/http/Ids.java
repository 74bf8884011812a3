package dev.skein.http;

import io.javalin.http.Context;
import java.util.function.LongPredicate;

/**
 * Ids at the edge: decimal strings of positive longs, as this system prints them (no sign, no leading zero).
 *
 * @param isFromTheFuture whether an id's time has not come yet; such an id was never given out, so it names nothing
 */
public record Ids(LongPredicate isFromTheFuture) {

    /** What is not an id. Real ids are positive. */
    public static final long NONE = 0;

    private static final int MAX_DIGITS = 19;

    /** The id in the path's parameter; 404 if it is no id or from the future: there is nothing by that name. */
    public long inPath(Context ctx, String parameter, String what) {
        long id = parse(ctx.pathParam(parameter));
        if (id == NONE || isFromTheFuture.test(id)) {
            throw ApiException.notFound("There is no such " + what + ".");
        }
        return id;
    }

    /** The id that {@code text} prints, or {@link #NONE}. */
    public static long parse(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS || text.charAt(0) == '0') {
            return NONE;
        }
        long id = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || id > (Long.MAX_VALUE - digit) / 10) {
                return NONE;
            }
            id = id * 10 + digit;
        }
        return id;
    }
}
