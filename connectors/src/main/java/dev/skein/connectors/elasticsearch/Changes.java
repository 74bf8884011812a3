package dev.skein.connectors.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads records as changes. Knows no Elasticsearch. */
final class Changes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ElasticsearchSinkConfig config;
    private final String versionHeader;

    Changes(ElasticsearchSinkConfig config) {
        this.config = config;
        this.versionHeader = config.getString(ElasticsearchSinkConfig.VERSION_HEADER);
    }

    /**
     * What the record wants; empty where it wants nothing.
     *
     * @throws DataException where it cannot be a document
     */
    Optional<Change> of(SinkRecord record) {
        if (!(record.key() instanceof Number) && !(record.key() instanceof String)) {
            throw new DataException("a document's id must be a number or a text, not " + record.key());
        }
        String id = record.key().toString();
        if (record.value() == null) {
            if (config.onNull("ignore")) {
                return Optional.empty();
            }
            if (config.onNull("fail")) {
                throw new DataException(
                        "a record without a value, and " + ElasticsearchSinkConfig.NULL_VALUES + " is fail");
            }
            return Optional.of(new Change(record.topic(), id, null, version(record), record));
        }
        return Optional.of(new Change(record.topic(), id, document(record.value()), version(record), record));
    }

    private static String document(Object value) {
        try {
            return JSON.writeValueAsString(value instanceof Struct struct ? plain(struct) : value);
        } catch (JsonProcessingException e) {
            throw new DataException("cannot be written as JSON", e);
        }
    }

    private static Map<String, @Nullable Object> plain(Struct struct) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        struct.schema().fields().forEach(field -> {
            Object value = struct.get(field);
            map.put(field.name(), value instanceof Struct inner ? plain(inner) : value);
        });
        return map;
    }

    private OptionalLong version(SinkRecord record) {
        if (versionHeader.isEmpty()) {
            return OptionalLong.of(record.kafkaOffset());
        }
        Header header = record.headers().lastWithName(versionHeader);
        if (header == null && record.value() == null) {
            // A deletion that does not say of what: it is the newest that there is.
            return OptionalLong.empty();
        }
        if (header == null || !(header.value() instanceof Number number)) {
            throw new DataException("header " + versionHeader + " is not a number");
        }
        return OptionalLong.of(number.longValue());
    }
}
