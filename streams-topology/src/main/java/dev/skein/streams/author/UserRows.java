package dev.skein.streams.author;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skein.schemas.user.User;
import dev.skein.streams.BadRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the users table as change data capture brings them: JSON without schemas, flattened. A deleted row is a
 * tombstone, or a row marked {@code __deleted}.
 */
final class UserRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A row.
     *
     * @param user null where it is deleted
     */
    record UserRow(long id, @Nullable User user) {}

    /** What Connect's JSON converter makes of a deletion whose schema it still has. */
    private static final byte[] JSON_NULL = "null".getBytes(StandardCharsets.UTF_8);

    private UserRows() {}

    /** Reads a row, or refuses it with the reason. */
    static UserRow read(byte @Nullable [] key, byte @Nullable [] value) {
        long id = id(json(key, "key"), "key");
        if (value == null || Arrays.equals(value, JSON_NULL)) {
            return new UserRow(id, null);
        }
        JsonNode row = json(value, "value");
        if (id(row, "value") != id) {
            throw new BadRecordException("the row's id is not the key's");
        }
        if (row.path("__deleted").asBoolean()) {
            return new UserRow(id, null);
        }
        return new UserRow(
                id,
                new User(
                        id,
                        text(row, "handle"),
                        text(row, "display_name"),
                        row.path("bio").asText(""),
                        number(row, "created_at"),
                        number(row, "version")));
    }

    private static JsonNode json(byte @Nullable [] bytes, String what) {
        if (bytes == null) {
            throw new BadRecordException("there is no " + what);
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            if (!node.isObject()) {
                throw new BadRecordException("the " + what + " is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new BadRecordException("the " + what + " is not JSON");
        }
    }

    private static long id(JsonNode row, String what) {
        long id = row.path("id").asLong(0);
        if (id <= 0) {
            throw new BadRecordException("the " + what + " has no id");
        }
        return id;
    }

    private static String text(JsonNode row, String column) {
        String text = row.path(column).asText("");
        if (text.isEmpty()) {
            throw new BadRecordException("the column " + column + " is missing or empty");
        }
        return text;
    }

    private static long number(JsonNode row, String column) {
        JsonNode number = row.path(column);
        if (!number.isIntegralNumber()) {
            throw new BadRecordException("the column " + column + " is not a whole number");
        }
        return number.asLong();
    }
}
