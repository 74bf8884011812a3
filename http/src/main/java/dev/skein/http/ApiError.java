package dev.skein.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every way in which a call can fail. Handlers throw one inside an {@link ApiException}; {@link Problems} turns it into an answer. */
public sealed interface ApiError {

    /** The HTTP status. */
    int status();

    /** A short name of the kind of problem, the same for every occurrence. */
    String title();

    /** What happened this time, for a person. */
    String detail();

    /** The last part of the problem's {@code type}; stable, so that programs may compare it. */
    String kind();

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
        public BadRequest {
            errors = List.copyOf(errors);
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String title() {
            return "Bad request";
        }

        @Override
        public String kind() {
            return "bad-request";
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
        @Override
        public int status() {
            return 401;
        }

        @Override
        public String title() {
            return "Unauthorized";
        }

        @Override
        public String kind() {
            return "unauthorized";
        }

        @Override
        public Map<String, String> headers() {
            String challenge = "Bearer realm=\"skein\"";
            return Map.of("WWW-Authenticate", error.isEmpty() ? challenge : challenge + ", error=\"" + error + "\"");
        }
    }

    /** 403: we know who asks, and they may not. */
    record Forbidden(String detail) implements ApiError {
        @Override
        public int status() {
            return 403;
        }

        @Override
        public String title() {
            return "Forbidden";
        }

        @Override
        public String kind() {
            return "forbidden";
        }
    }

    /** 404: there is no such thing, or no such route. */
    record NotFound(String detail) implements ApiError {
        @Override
        public int status() {
            return 404;
        }

        @Override
        public String title() {
            return "Not found";
        }

        @Override
        public String kind() {
            return "not-found";
        }
    }

    /** 405: the route exists for the methods of {@code allow} (a comma separated list). */
    record MethodNotAllowed(String allow) implements ApiError {
        @Override
        public int status() {
            return 405;
        }

        @Override
        public String title() {
            return "Method not allowed";
        }

        @Override
        public String kind() {
            return "method-not-allowed";
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
        @Override
        public int status() {
            return 409;
        }

        @Override
        public String title() {
            return "Conflict";
        }

        @Override
        public String kind() {
            return "conflict";
        }

        @Override
        public List<FieldError> errors() {
            return List.of(new FieldError(field, detail));
        }
    }

    /** 413: the body is longer than {@code limitBytes}. */
    record ContentTooLarge(int limitBytes) implements ApiError {
        @Override
        public int status() {
            return 413;
        }

        @Override
        public String title() {
            return "Content too large";
        }

        @Override
        public String kind() {
            return "content-too-large";
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
        @Override
        public int status() {
            return 415;
        }

        @Override
        public String title() {
            return "Unsupported media type";
        }

        @Override
        public String kind() {
            return "unsupported-media-type";
        }
    }

    /** 422: well formed, but it cannot be done: following oneself, replying to a tweet that is not there. */
    record Unprocessable(String field, String detail) implements ApiError {
        @Override
        public int status() {
            return 422;
        }

        @Override
        public String title() {
            return "Unprocessable content";
        }

        @Override
        public String kind() {
            return "unprocessable";
        }

        @Override
        public List<FieldError> errors() {
            return List.of(new FieldError(field, detail));
        }
    }

    /** 429: too much in too short a time; {@code retryAfter} says when it may go on. */
    record TooManyRequests(String detail, Duration retryAfter) implements ApiError {
        @Override
        public int status() {
            return 429;
        }

        @Override
        public String title() {
            return "Too many requests";
        }

        @Override
        public String kind() {
            return "too-many-requests";
        }

        @Override
        public Map<String, String> headers() {
            return retryAfterHeader(retryAfter);
        }
    }

    /** 500: a fault of ours. The detail says nothing; the log says it all. */
    record Internal() implements ApiError {
        @Override
        public int status() {
            return 500;
        }

        @Override
        public String title() {
            return "Internal error";
        }

        @Override
        public String kind() {
            return "internal";
        }

        @Override
        public String detail() {
            return "Something went wrong here. It was logged.";
        }
    }

    /** 501: part of the contract, not built yet. */
    record NotImplemented(String detail) implements ApiError {
        @Override
        public int status() {
            return 501;
        }

        @Override
        public String title() {
            return "Not implemented yet";
        }

        @Override
        public String kind() {
            return "not-implemented";
        }
    }

    /** 503: it would work in a moment, after {@code retryAfter}. */
    record Unavailable(String detail, Duration retryAfter) implements ApiError {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String title() {
            return "Unavailable";
        }

        @Override
        public String kind() {
            return "unavailable";
        }

        @Override
        public Map<String, String> headers() {
            return retryAfterHeader(retryAfter);
        }
    }

    /** Any other status that the server below us chose, such as 414 or 431. */
    record Other(int status, String title, String detail) implements ApiError {
        @Override
        public String kind() {
            return "http-" + status;
        }
    }

    private static Map<String, String> retryAfterHeader(Duration wait) {
        // Whole seconds, rounded up: a client that comes back too early only adds to the trouble.
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        return Map.of("Retry-After", Long.toString(seconds));
    }
}
