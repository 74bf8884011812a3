package dev.skein.ingest.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.http.ApiException;
import dev.skein.http.Json;
import dev.skein.http.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for in one frame.
 *
 * @param ref the client's own name for it, which the answer carries
 * @param method as of the request that it stands for
 * @param path as of the request, with its query
 * @param headers those of the request that matter: {@code Idempotency-Key}
 * @param body of the request, null for none
 */
record Command(String ref, String method, String path, Map<String, String> headers, @Nullable String body) {
    private static final int REF_MAX = 128;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /**
     * A frame, and what of it could be read although it is no command.
     *
     * @param ref null where it has none that could be read
     * @param command null where it is none
     * @param wrong why it is none
     */
    record Read(@Nullable String ref, @Nullable Command command, @Nullable ApiException wrong) {}

    /** Reads a frame. */
    static Read read(String frame) {
        String ref = null;
        try {
            JsonBody json = JsonBody.parse(frame.getBytes(StandardCharsets.UTF_8));
            String given = json.requiredString(
                    "ref",
                    value -> value.isEmpty() || value.length() > REF_MAX
                            ? "must have 1 to " + REF_MAX + " characters"
                            : null);
            ref = given.isEmpty() ? null : given;
            String method = json.requiredString("method", value -> null);
            String path = json.requiredString("path", value -> null);
            Map<String, String> headers = headers(json.object("headers"));
            JsonNode body = json.value("body");
            json.done();
            if (!CommandRules.takes(method, path)) {
                throw ApiException.notFound("This is not a call that takes a token.");
            }
            return new Read(
                    ref,
                    new Command(
                            given,
                            method,
                            path,
                            headers,
                            body == null ? null : new String(Json.bytes(body), StandardCharsets.UTF_8)),
                    null);
        } catch (ApiException e) {
            return new Read(ref, null, e);
        }
    }

    private static Map<String, String> headers(@Nullable JsonBody given) {
        Map<String, String> headers = new HashMap<>();
        if (given != null) {
            String key = given.string(IDEMPOTENCY_KEY);
            if (key != null) {
                headers.put(IDEMPOTENCY_KEY, key);
            }
            given.done();
        }
        return headers;
    }
}
