package dev.skein.ingest.api;

import dev.skein.http.ApiException;
import dev.skein.http.Json;
import dev.skein.ingest.postgres.IdempotencyKeys.Reservation;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reading the header {@code Idempotency-Key}, and telling whether two requests are the same one. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private IdempotencyKey() {}

    /** The key, or null without one. */
    static @Nullable String of(Context ctx) {
        String key = ctx.header(HEADER);
        if (key != null && !KEY.matcher(key).matches()) {
            throw ApiException.badRequest(HEADER, "must be 1 to 128 printable ASCII characters without blanks");
        }
        return key;
    }

    /** What a request comes to, however its JSON was laid out. */
    static String hash(Object request) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Json.bytes(request)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Refuses a key that was used for another request. */
    static void requireSame(Reservation reservation, String requestHash) {
        if (!reservation.requestHash().equals(requestHash)) {
            throw used();
        }
    }

    static ApiException used() {
        return ApiException.unprocessable(HEADER, "This key was used for another request.");
    }
}
