package dev.skein.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that a client sent, read field by field.
 *
 * <p>Each reader notes what is wrong with its field and goes on, so that one answer names everything; {@link #done()} adds the fields that
 * nobody asked for and throws. Until then a field that is wrong reads as absent. Types are never converted: {@code 1} is no string.
 */
public final class JsonBody {
    private final ObjectNode object;
    private final String prefix;
    private final List<FieldError> errors;
    private final Set<String> asked = new HashSet<>();
    private final Set<String> wrong = new HashSet<>();

    private JsonBody(ObjectNode object, String prefix, List<FieldError> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** The object in the request's body. */
    public static JsonBody read(Context ctx) {
        return parse(RequestBody.readJson(ctx, RequestBody.MAX_BYTES));
    }

    /** The object in {@code utf8}. */
    public static JsonBody parse(byte[] utf8) {
        if (JsonText.tree(utf8) instanceof ObjectNode object) {
            return new JsonBody(object, "", new ArrayList<>());
        }
        throw ApiException.badRequest(JsonText.BODY, "must be a JSON object");
    }

    /** The objects of a JSON array; their fields are named {@code [0].handle}. All share one list of errors: call {@link #done()} on each. */
    public static List<JsonBody> parseArray(byte[] utf8, int max) {
        JsonNode array = JsonText.tree(utf8);
        if (!array.isArray() || array.size() > max) {
            throw ApiException.badRequest(JsonText.BODY, "must be a JSON array of at most " + max + " objects");
        }
        List<FieldError> errors = new ArrayList<>();
        List<JsonBody> bodies = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof ObjectNode object)) {
                throw ApiException.badRequest("[" + i + "]", "must be a JSON object");
            }
            bodies.add(new JsonBody(object, "[" + i + "].", errors));
        }
        return bodies;
    }

    /** Whether the field is there, be it null. */
    public boolean has(String field) {
        asked.add(field);
        return object.has(field);
    }

    /** The field's string, or null if it is absent or null. */
    public @Nullable String string(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            error(field, "must be a string");
            return null;
        }
        return value.textValue();
    }

    /** The field's string as {@code rule} allows it (it answers what is wrong, or null), or null if it is absent or null. */
    public @Nullable String string(String field, Function<String, @Nullable String> rule) {
        String value = string(field);
        if (value != null) {
            String problem = rule.apply(value);
            if (problem != null) {
                error(field, problem);
                return null;
            }
        }
        return value;
    }

    /** The field's string, which must be there; empty if it is not or is wrong, which {@link #done()} will say. */
    public String requiredString(String field, Function<String, @Nullable String> rule) {
        String value = string(field, rule);
        if (value == null) {
            missing(field);
            return "";
        }
        return value;
    }

    /** The field's id, or null if it is absent or null. */
    public @Nullable Long id(String field) {
        String value = string(field);
        if (value == null) {
            return null;
        }
        long id = Ids.parse(value);
        if (id == Ids.NONE) {
            error(field, "is not an id");
            return null;
        }
        return id;
    }

    /** The field's id, which must be there; {@link Ids#NONE} if it is not or is wrong, which {@link #done()} will say. */
    public long requiredId(String field) {
        Long id = id(field);
        if (id == null) {
            missing(field);
            return Ids.NONE;
        }
        return id;
    }

    /** The field's whole number, which must be there; {@code min} if it is not or is wrong, which {@link #done()} will say. */
    public long requiredNumber(String field, long min, long max) {
        JsonNode value = value(field);
        if (value == null) {
            error(field, "is required");
            return min;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            error(field, "must be a whole number");
            return min;
        }
        if (value.longValue() < min || value.longValue() > max) {
            error(field, "must be from " + min + " to " + max);
            return min;
        }
        return value.longValue();
    }

    /** The field's strings, empty if it is absent or null. */
    public List<String> strings(String field, int max) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || value.size() > max) {
            error(field, "must be an array of at most " + max + " strings");
            return List.of();
        }
        List<String> strings = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                error(field, "must hold strings only");
                return List.of();
            }
            strings.add(element.textValue());
        }
        return strings;
    }

    /** The field as it is, or null if it is absent or null. */
    public @Nullable JsonNode value(String field) {
        asked.add(field);
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** The object in a field, or null if it is absent or null. It shares the list of errors: call {@link #done()} on it too. */
    public @Nullable JsonBody object(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode inner)) {
            error(field, "must be an object");
            return null;
        }
        return new JsonBody(inner, prefix + field + ".", errors);
    }

    /** Notes that the field is wrong. */
    public void error(String field, String message) {
        wrong.add(field);
        errors.add(new FieldError(prefix + field, message));
    }

    private void missing(String field) {
        if (!wrong.contains(field)) {
            error(field, "is required");
        }
    }

    /** Throws if anything was wrong, or if there are fields that nobody asked for. */
    public void done() {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!asked.contains(field.getKey())) {
                errors.add(new FieldError(prefix + JsonText.shortened(field.getKey()), "is not known here"));
            }
        }
        if (!errors.isEmpty()) {
            throw new ApiException(new ApiError.BadRequest(errors));
        }
    }
}
