package dev.skein.ingest.commands;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.skein.http.ApiError;
import dev.skein.http.InnerCalls;
import dev.skein.http.Json;
import dev.skein.http.Problem;
import io.javalin.openapi.OpenApiIgnore;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import io.javalin.openapi.OpenApiPropertyType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The frame that answers a command.
 *
 * @param ref the command's own, null where it could not be read
 * @param status as HTTP's
 * @param headers those that a client may need: Location, Retry-After
 * @param body JSON as it is; absent where there is none
 */
@OpenApiName("CommandAnswer")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record CommandAnswer(
        @OpenApiNullable @JsonInclude @Nullable String ref,
        int status,
        Map<String, String> headers,
        @OpenApiPropertyType(definedBy = Object.class) @JsonRawValue @Nullable String body) {
    private static final String[] PASSED_ON = {"Location", "Retry-After"};

    static CommandAnswer of(String ref, InnerCalls.Answer answer) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : PASSED_ON) {
            String value = answer.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new CommandAnswer(ref, answer.status(), headers, answer.body().isEmpty() ? null : answer.body());
    }

    static CommandAnswer of(@Nullable String ref, ApiError error) {
        return new CommandAnswer(
                ref, error.status(), Map.of(), new String(Json.bytes(Problem.of(error)), StandardCharsets.UTF_8));
    }

    @OpenApiIgnore
    String frame() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }
}
