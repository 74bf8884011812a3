package dev.skein.bench.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads from an answer what is asked for, and writes the few bodies that are sent. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** A string as JSON writes it, with its quotes. */
    public static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** The whole answer as a tree; where speed does not matter. */
    public static JsonNode tree(Answer answer) {
        try {
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + answer.describe(), e);
        }
    }

    /** The `id` at the top of an answer. */
    public static long id(Answer answer) {
        List<String> ids = strings(answer, "id", 1);
        if (ids.isEmpty()) {
            throw new UncheckedIOException(new IOException("an answer without an id: " + answer.describe()));
        }
        return Long.parseLong(ids.get(0));
    }

    /** The `id` of each item of an answer's list `data`, in their order. */
    public static List<Long> ids(Answer answer) {
        return strings(answer, "id", 3).stream().map(Long::valueOf).toList();
    }

    /**
     * The string values of a field at a depth: 1 is the top, 3 the items of a list in a field at the top.
     */
    public static List<String> strings(Answer answer, String field, int depth) {
        List<String> found = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(answer.body())) {
            int at = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    at++;
                } else if (token.isStructEnd()) {
                    at--;
                } else if (token == JsonToken.VALUE_STRING && at == depth && field.equals(parser.currentName())) {
                    found.add(parser.getText());
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + answer.describe(), e);
        }
    }
}
