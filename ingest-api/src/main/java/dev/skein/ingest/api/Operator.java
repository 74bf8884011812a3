package dev.skein.ingest.api;

import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.http.Bearer;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Whoever runs the system, who may register people in bulk and write in their names. Off unless a token is configured.
 *
 * @param token the credential, empty for off
 */
public record Operator(String token) {
    /** Of the calls that take this one, in {@code /openapi.json}. */
    public static final String TOKEN = "operator";

    /** Passes only the operator. */
    public void require(Context ctx) {
        if (token.isEmpty()) {
            throw ApiException.forbidden("The operator's calls are off: skein.operator.token is not set.");
        }
        @Nullable String given = Bearer.token(ctx);
        // Equal time for every wrong token of the same length tells nothing about the right one.
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
            throw new ApiException(new ApiError.Unauthorized(
                    given == null ? "" : "invalid_token", "This call takes the operator's token."));
        }
    }

    @Override
    public String toString() {
        return "Operator[" + (token.isEmpty() ? "off" : "on") + "]";
    }
}
