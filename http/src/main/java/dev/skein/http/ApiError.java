package dev.skein.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every way in which a call can fail. Handlers throw one inside an {@link ApiException}; {@link Problems} turns it into an answer. */
public sealed interface ApiError {

    /**
     * What all problems of a kind have in common.
     *
     * @param status of HTTP
     * @param title a short name, the same for every occurrence
     * @param kind the last part of the problem's {@code type}; stable, so that programs may compare it
     */
    record Type(int status, String title, String kind) {}

    /** What kind of problem it is. */
    Type type();

    /** What happened this time, for a person. */
    String detail();

    default int status() {
        return type().status();
    }

    /** The fields that are wrong, for bad input. */
    default List<FieldError> errors() {
        return List.of();
    }

    /** Headers that the status asks for. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** 400: what was sent cannot be understood, or breaks a rule that needs no look at what is stored. */
    record BadRequest(List<FieldError> errors) implements ApiError {
        private static final Type TYPE = new Type(400, "Bad request", "bad-request");

        public BadRequest {
            errors = List.copyOf(errors);
        }

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public String detail() {
            return errors.isEmpty()
                    ? "The request could not be understood."
                    : errors.get(0).field() + ": " + errors.get(0).message();
        }
    }

    /** 401: no token, or one that does not count. {@code error} is RFC 6750's code, empty when there was no token at all. */
    record Unauthorized(String error, String detail) implements ApiError {
        private static final Type TYPE = new Type(401, "Unauthorized", "unauthorized");

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public Map<String, String> headers() {
            String challenge = "Bearer realm=\"skein\"";
            return Map.of("WWW-Authenticate", error.isEmpty() ? challenge : challenge + ", error=\"" + error + "\"");
        }
    }

    /** 403: we know who asks, and they may not. */
    record Forbidden(String detail) implements ApiError {
        private static final Type TYPE = new Type(403, "Forbidden", "forbidden");

        @Override
        public Type type() {
            return TYPE;
        }
    }

    /** 404: there is no such thing, or no such route. */
    record NotFound(String detail) implements ApiError {
        private static final Type TYPE = new Type(404, "Not found", "not-found");

        @Override
        public Type type() {
            return TYPE;
        }
    }

    /** 405: the route exists for the methods of {@code allow} (a comma separated list). */
    record MethodNotAllowed(String allow) implements ApiError {
        private static final Type TYPE = new Type(405, "Method not allowed", "method-not-allowed");

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public String detail() {
            return "This address answers " + allow + ".";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Allow", allow);
        }
    }

    /** 409: the value of {@code field} belongs to someone else, or a key was used for something else. */
    record Conflict(String field, String detail) implements ApiError {
        private static final Type TYPE = new Type(409, "Conflict", "conflict");

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public List<FieldError> errors() {
            return List.of(new FieldError(field, detail));
        }
    }

    /** 413: the body is longer than {@code limitBytes}. */
    record ContentTooLarge(int limitBytes) implements ApiError {
        private static final Type TYPE = new Type(413, "Content too large", "content-too-large");

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public String detail() {
            return "A body here has at most " + limitBytes + " bytes.";
        }

        @Override
        public List<FieldError> errors() {
            return List.of(new FieldError("body", detail()));
        }
    }

    /** 415: the body is not JSON, or is compressed. */
    record UnsupportedMediaType(String detail) implements ApiError {
        private static final Type TYPE = new Type(415, "Unsupported media type", "unsupported-media-type");

        @Override
        public Type type() {
            return TYPE;
        }
    }

    /** 422: well formed, but it cannot be done: following oneself, replying to a tweet that is not there. */
    record Unprocessable(String field, String detail) implements ApiError {
        private static final Type TYPE = new Type(422, "Unprocessable content", "unprocessable");

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public List<FieldError> errors() {
            return List.of(new FieldError(field, detail));
        }
    }

    /** 429: too much in too short a time; {@code retryAfter} says when it may go on. */
    record TooManyRequests(String detail, Duration retryAfter) implements ApiError {
        private static final Type TYPE = new Type(429, "Too many requests", "too-many-requests");

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public Map<String, String> headers() {
            return retryAfterHeader(retryAfter);
        }
    }

    /** 500: a fault of ours. The detail says nothing; the log says it all. */
    record Internal() implements ApiError {
        private static final Type TYPE = new Type(500, "Internal error", "internal");

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public String detail() {
            return "Something went wrong here. It was logged.";
        }
    }

    /** 503: it would work in a moment, after {@code retryAfter}. */
    record Unavailable(String detail, Duration retryAfter) implements ApiError {
        private static final Type TYPE = new Type(503, "Unavailable", "unavailable");

        @Override
        public Type type() {
            return TYPE;
        }

        @Override
        public Map<String, String> headers() {
            return retryAfterHeader(retryAfter);
        }
    }

    /** Any other status that the server below us chose, such as 414 or 431. */
    record Other(int status, String title, String detail) implements ApiError {
        @Override
        public Type type() {
            return new Type(status, title, "http-" + status);
        }
    }

    private static Map<String, String> retryAfterHeader(Duration wait) {
        // Whole seconds, rounded up: a client that comes back too early only adds to the trouble.
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        return Map.of("Retry-After", Long.toString(seconds));
    }
}
