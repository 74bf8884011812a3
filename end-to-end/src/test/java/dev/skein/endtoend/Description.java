package dev.skein.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /openapi.json} says of an API's answers. Every answer that a test gets is held against it, for clients are
 * generated from it: a status, a field or a null that it does not tell of would break them.
 */
record Description(JsonNode document, Map<Pattern, JsonNode> paths) {
    private static final Map<String, Description> KNOWN = new ConcurrentHashMap<>();
    private static final String DESCRIBED = "/v1/";
    private static final Set<String> FOLLOWING_FROM_OTHERS = Set.of("HEAD", "OPTIONS");

    private static Description of(Api api) {
        JsonNode document =
                Json.read(api.get("/openapi.json").send().expect(200).body());
        Map<Pattern, JsonNode> paths = new ConcurrentHashMap<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        paths.put(Pattern.compile(path.getKey().replaceAll("\\{\\w+}", "[^/]+")), path.getValue()));
        return new Description(document, paths);
    }

    /** Fails where an answer is not as it is described. */
    static void check(Api api, String method, String pathAndQuery, Answer answer) {
        if (pathAndQuery.startsWith(DESCRIBED) && !FOLLOWING_FROM_OTHERS.contains(method)) {
            List<String> wrong = KNOWN.computeIfAbsent(api.name(), name -> of(api))
                    .wrong(method, pathAndQuery.replaceFirst("\\?.*", ""), answer);
            if (!wrong.isEmpty()) {
                throw new AssertionError("%s answered %d, which is not described: %s%n%s"
                        .formatted(answer.call(), answer.status(), wrong, answer.body()));
            }
        }
    }

    private List<String> wrong(String method, String path, Answer answer) {
        JsonNode operation = operation(method, path);
        if (operation == null) {
            return answer.status() >= 400 ? List.of() : List.of("no such operation");
        }
        JsonNode responses = operation.path("responses");
        JsonNode response = responses.path(Integer.toString(answer.status()));
        if (response.isMissingNode() && answer.status() >= 400) {
            response = responses.path("default");
        }
        if (response.isMissingNode()) {
            return List.of("no such status");
        }
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        JsonNode content = response.path("content");
        if (answer.body().isEmpty() || !content.has(type)) {
            return answer.body().isEmpty() && content.isEmpty() ? List.of() : List.of("content type " + type);
        }
        List<String> wrong = new ArrayList<>();
        check(answer.json(), content.path(type).path("schema"), "$", wrong);
        return wrong;
    }

    private @Nullable JsonNode operation(String method, String path) {
        JsonNode found = null;
        for (Map.Entry<Pattern, JsonNode> described : paths.entrySet()) {
            JsonNode operation = described.getValue().get(method.toLowerCase(Locale.ROOT));
            boolean exact = described.getKey().pattern().equals(path);
            if (operation != null
                    && (exact
                            || (found == null
                                    && described.getKey().matcher(path).matches()))) {
                found = operation;
            }
        }
        return found;
    }

    private void check(JsonNode value, JsonNode schema, String at, List<String> wrong) {
        if (value.isNull()) {
            if (!schema.path("nullable").asBoolean()) {
                wrong.add(at + " is null");
            }
            return;
        }
        if (schema.has("allOf") || schema.has("$ref")) {
            String reference = schema.findValue("$ref").asText();
            check(value, document.at(reference.substring(1)), at, wrong);
            return;
        }
        switch (schema.path("type").asText()) {
            case "object" -> checkObject(value, schema, at, wrong);
            case "array" -> {
                expect(value.isArray(), at, "an array", wrong);
                for (int i = 0; i < value.size(); i++) {
                    check(value.get(i), schema.path("items"), at + "[" + i + "]", wrong);
                }
            }
            case "string" -> expect(value.isTextual(), at, "a string", wrong);
            case "integer" -> expect(value.isIntegralNumber(), at, "an integer", wrong);
            case "number" -> expect(value.isNumber(), at, "a number", wrong);
            case "boolean" -> expect(value.isBoolean(), at, "a boolean", wrong);
            default -> wrong.add(at + " has no type");
        }
    }

    private void checkObject(JsonNode value, JsonNode schema, String at, List<String> wrong) {
        expect(value.isObject(), at, "an object", wrong);
        for (JsonNode required : schema.path("required")) {
            expect(value.has(required.asText()), at + "." + required.asText(), "there", wrong);
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode described = schema.path("properties").path(field.getKey());
            if (described.isMissingNode()) {
                described = schema.path("additionalProperties");
            }
            check(field.getValue(), described, at + "." + field.getKey(), wrong);
        }
    }

    private static void expect(boolean holds, String at, String what, List<String> wrong) {
        if (!holds) {
            wrong.add(at + " is not " + what);
        }
    }
}
