package dev.skein.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that a client sent, read field by field.
 *
 * <p>Each reader notes what is wrong with its field and goes on, so that one answer names everything; {@link #done()} adds the fields that
 * nobody asked for and throws. Until then a field that is wrong reads as absent. Types are never converted: {@code 1} is no string.
 */
public final class JsonBody {
    private static final String BODY = "body";
    private static final int NAME_MAX = 80;
    /** Stands for bytes that are no UTF-8 while we look for the field that holds them; no character has it. */
    private static final String MALFORMED = "\uFFFF";

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
        if (tree(utf8) instanceof ObjectNode object) {
            return new JsonBody(object, "", new ArrayList<>());
        }
        throw ApiException.badRequest(BODY, "must be a JSON object");
    }

    /** The objects of a JSON array; their fields are named {@code [0].handle}. All share one list of errors: call {@link #done()} on each. */
    public static List<JsonBody> parseArray(byte[] utf8, int max) {
        JsonNode array = tree(utf8);
        if (!array.isArray() || array.size() > max) {
            throw ApiException.badRequest(BODY, "must be a JSON array of at most " + max + " objects");
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
        asked.add(field);
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
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
            if (!wrong.contains(field)) {
                error(field, "is required");
            }
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
            if (!wrong.contains(field)) {
                error(field, "is required");
            }
            return Ids.NONE;
        }
        return id;
    }

    /** The field's whole number, which must be there; {@code min} if it is not or is wrong, which {@link #done()} will say. */
    public long requiredNumber(String field, long min, long max) {
        asked.add(field);
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
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
        asked.add(field);
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
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

    /** Throws if anything was wrong, or if there are fields that nobody asked for. */
    public void done() {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!asked.contains(field.getKey())) {
                errors.add(new FieldError(prefix + shortened(field.getKey()), "is not known here"));
            }
        }
        if (!errors.isEmpty()) {
            throw new ApiException(new ApiError.BadRequest(errors));
        }
    }

    private static JsonNode tree(byte[] utf8) {
        String json;
        try {
            // Jackson would let surrogates pass that were encoded one by one; Java's own decoder does not.
            json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.badRequest(fieldOfMalformedBytes(utf8), "is not UTF-8 (or holds an unpaired surrogate)");
        }
        JsonNode tree = parseTree(json);
        String field = findString(tree, "", text -> !Texts.isWellFormed(text));
        if (field != null) {
            throw ApiException.badRequest(field, "holds an unpaired surrogate");
        }
        return tree;
    }

    private static JsonNode parseTree(String json) {
        try {
            JsonNode tree = Json.mapper().readTree(json);
            if (tree.isMissingNode()) {
                throw ApiException.badRequest(BODY, "is empty, JSON is expected");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw ApiException.badRequest(BODY, "is nested too deeply or holds too large a number");
        } catch (JsonParseException e) {
            String message = String.valueOf(e.getOriginalMessage());
            if (message.startsWith("Duplicate field") && e.getProcessor() != null) {
                String name = e.getProcessor().getParsingContext().getCurrentName();
                throw ApiException.badRequest(name == null ? BODY : shortened(name), "is there twice");
            }
            throw malformed(e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private static ApiException malformed(JsonProcessingException e) {
        return ApiException.badRequest(
                BODY,
                "is not JSON"
                        + (e.getLocation() == null
                                ? ""
                                : " (line " + e.getLocation().getLineNr() + ", column "
                                        + e.getLocation().getColumnNr() + ")"));
    }

    private static String fieldOfMalformedBytes(byte[] utf8) {
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith(MALFORMED)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            String field = findString(parseTree(json), "", text -> text.contains(MALFORMED));
            return field == null ? BODY : field;
        } catch (CharacterCodingException | ApiException e) {
            return BODY;
        }
    }

    /** The path of the first string (or name) that {@code found} holds for, or null. */
    private static @Nullable String findString(JsonNode node, String path, Predicate<String> found) {
        if (node.isTextual()) {
            return found.test(node.textValue()) ? (path.isEmpty() ? BODY : path) : null;
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (found.test(field.getKey())) {
                    return path.isEmpty() ? BODY : path;
                }
                String inside = findString(
                        field.getValue(),
                        path.isEmpty() ? shortened(field.getKey()) : path + "." + shortened(field.getKey()),
                        found);
                if (inside != null) {
                    return inside;
                }
            }
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                String inside = findString(node.get(i), path + "[" + i + "]", found);
                if (inside != null) {
                    return inside;
                }
            }
        }
        return null;
    }

    /** A client's own name for a field as we may print it: bounded, and text that can be written as UTF-8. */
    private static String shortened(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().limit(NAME_MAX).forEach(codePoint -> {
            int type = Character.getType(codePoint);
            out.appendCodePoint(type == Character.SURROGATE || type == Character.CONTROL ? 0xFFFD : codePoint);
        });
        return name.length() > out.length() ? out + "…" : out.toString();
    }
}
