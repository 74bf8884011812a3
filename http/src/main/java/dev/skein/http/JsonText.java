package dev.skein.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The text of a JSON document, before anybody asks for its fields: UTF-8 and well-formed down to the last string, so that what is let in can be
 * written again. What is wrong is said with the field that holds it, where that can be found.
 */
final class JsonText {
    /** Named where no field is to blame. */
    static final String BODY = "body";

    private static final int NAME_MAX = 80;
    /** Stands for bytes that are no UTF-8 while we look for the field that holds them; no character has it. */
    private static final String MALFORMED = "\uFFFF";

    private JsonText() {}

    /** What the bytes hold; 400 if they are no JSON, or not of text that could be written as UTF-8. */
    static JsonNode tree(byte[] utf8) {
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
    static String shortened(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().limit(NAME_MAX).forEach(codePoint -> {
            int type = Character.getType(codePoint);
            out.appendCodePoint(type == Character.SURROGATE || type == Character.CONTROL ? 0xFFFD : codePoint);
        });
        return name.length() > out.length() ? out + "…" : out.toString();
    }
}
