package dev.skein.http;

import java.time.Duration;
import java.util.List;

/** Carries an {@link ApiError} to the one place that answers it. It has no stack trace: it is an answer, not a fault. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    public ApiException(ApiError error) {
        super(error.status() + " " + error.detail(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }

    public static ApiException badRequest(String field, String message) {
        return new ApiException(new ApiError.BadRequest(List.of(new FieldError(field, message))));
    }

    public static ApiException notFound(String detail) {
        return new ApiException(new ApiError.NotFound(detail));
    }

    public static ApiException forbidden(String detail) {
        return new ApiException(new ApiError.Forbidden(detail));
    }

    public static ApiException unprocessable(String field, String detail) {
        return new ApiException(new ApiError.Unprocessable(field, detail));
    }

    public static ApiException conflict(String field, String detail) {
        return new ApiException(new ApiError.Conflict(field, detail));
    }

    /** A 503 that asks to come back in a second. */
    public static ApiException unavailable(String detail) {
        return new ApiException(new ApiError.Unavailable(detail, Duration.ofSeconds(1)));
    }
}
