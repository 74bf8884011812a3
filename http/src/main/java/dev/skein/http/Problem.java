package dev.skein.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The body of every answer that is not a success: RFC 9457. {@code errors} is left out where no field is to blame. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, List<FieldError> errors) {

    public static Problem of(ApiError error) {
        ApiError.Type type = error.type();
        return new Problem(
                "urn:skein:problem:" + type.kind(), type.title(), type.status(), error.detail(), error.errors());
    }
}
