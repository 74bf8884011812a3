package dev.skein.http.live;

import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.http.TokenVerifier;
import dev.skein.http.Viewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why the server ends a connection. Codes of our own are HTTP's statuses behind a 4, as RFC 6455 leaves to applications. */
public enum Closing {
    /** The process stops, or this connection is better made anew. */
    GOING_AWAY(1001, "going away: connect again"),
    /** Something that should not be; it was logged. */
    INTERNAL(1011, "internal error"),
    /** The token has expired. */
    TOKEN_EXPIRED(4401, "the token has expired"),
    /** Logged out, or the password was changed. */
    SESSION_ENDED(4401, "the session has ended"),
    /** A ping was not answered: the client has vanished without a word. */
    SILENT(4408, "a ping was not answered"),
    /** More was sent than the client has read. */
    TOO_SLOW(4429, "too slow: too much is waiting to be read");

    private final int code;
    private final String reason;

    Closing(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** Why the connection of a viewer must end now, or null: their token does not count any more. */
    public static @Nullable Closing reasonToEnd(TokenVerifier tokens, Viewer viewer, Instant now) {
        try {
            tokens.verifyStill(viewer);
            return null;
        } catch (ApiException e) {
            if (!(e.error() instanceof ApiError.Unauthorized)) {
                // It is not known for the moment; nobody is thrown out for that.
                return null;
            }
            return now.isBefore(viewer.expiresAt()) ? SESSION_ENDED : TOKEN_EXPIRED;
        }
    }

    /** A WebSocket's close code. */
    public int code() {
        return code;
    }

    /** For a person. */
    public String reason() {
        return reason;
    }
}
