package dev.skein.http;

import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Authorization} header. A token that is there must be good, even where none is needed. */
public record Bearer(TokenVerifier verifier) {
    private static final String SCHEME = "bearer ";

    /** Who is asking; 401 without a token. */
    public Viewer required(Context ctx) {
        Viewer viewer = optional(ctx);
        if (viewer == null) {
            throw new ApiException(
                    new ApiError.Unauthorized("", "Send Authorization: Bearer with a token of POST /v1/sessions."));
        }
        return viewer;
    }

    /** Who is asking, or null without a token. */
    public @Nullable Viewer optional(Context ctx) {
        String token = token(ctx);
        return token == null ? null : verifier.verify(token);
    }

    /** The token itself, or null without the header; 401 if the header holds something else. */
    public static @Nullable String token(Context ctx) {
        String header = ctx.req().getHeader("Authorization");
        if (header == null) {
            return null;
        }
        String value = header.strip();
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                || value.substring(SCHEME.length()).isBlank()) {
            throw new ApiException(
                    new ApiError.Unauthorized("invalid_request", "Authorization must be: Bearer, a blank, a token."));
        }
        return value.substring(SCHEME.length()).strip();
    }
}
