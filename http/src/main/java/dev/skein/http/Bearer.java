package dev.skein.http;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Authorization} header. A token that is there must be good, even where none is needed. */
public record Bearer(TokenVerifier verifier) {
    /** What calls that take a token say in {@code /openapi.json}. */
    public static final String TOKEN = "token";

    /** What calls say there beside it that do without one, too. */
    public static final String NONE = "none";

    private static final String SCHEME = "bearer ";
    private static final String ACCESS_TOKEN = "access_token";

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

    /**
     * The token of a connection that lasts: in the header, or for browsers, which cannot send one with a WebSocket or an EventSource, as the query
     * parameter {@code access_token} (RFC 6750, 2.3); 401 without one. It is not checked yet.
     */
    public static String ofConnection(Context ctx) {
        String header = token(ctx);
        String parameter = PageRequest.parameter(ctx, ACCESS_TOKEN);
        if (header != null && parameter != null) {
            throw new ApiException(new ApiError.Unauthorized(
                    "invalid_request", "Send the token once: in Authorization or as " + ACCESS_TOKEN + "."));
        }
        if (header == null && parameter == null) {
            throw new ApiException(new ApiError.Unauthorized(
                    "",
                    "Send Authorization: Bearer with a token of POST /v1/sessions, or the token as " + ACCESS_TOKEN
                            + "."));
        }
        return header == null ? String.valueOf(parameter) : header;
    }

    /** The token itself, or null without the header; 401 if the header holds something else. */
    public static @Nullable String token(Context ctx) {
        String header = ctx.req().getHeader("Authorization");
        if (header == null) {
            return null;
        }
        String value = header.strip();
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || value.substring(SCHEME.length()).isBlank()) {
            throw new ApiException(
                    new ApiError.Unauthorized("invalid_request", "Authorization must be: Bearer, a blank, a token."));
        }
        return value.substring(SCHEME.length()).strip();
    }
}
