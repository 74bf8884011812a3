package dev.skein.connectors.elasticsearch;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import dev.skein.connectors.Retries;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The keys of the sink. Names, meaning and units are Confluent's; a key of theirs that is missing here is one we do not need. */
final class ElasticsearchSinkConfig extends AbstractConfig {

    static final String URL = "connection.url";
    static final String USERNAME = "connection.username";
    static final String PASSWORD_KEY = "connection.password";
    static final String CONNECTION_TIMEOUT = "connection.timeout.ms";
    static final String READ_TIMEOUT = "read.timeout.ms";
    static final String BATCH_SIZE = "batch.size";
    static final String FLUSH_SYNCHRONOUSLY = "flush.synchronously";
    static final String KEY_IGNORE = "key.ignore";
    static final String SCHEMA_IGNORE = "schema.ignore";
    static final String NULL_VALUES = "behavior.on.null.values";
    static final String MALFORMED = "behavior.on.malformed.documents";
    static final String VERSION_HEADER = "external.version.header";

    static final ConfigDef DEFINITION = Retries.keys(5)
            .define(URL, LIST, HIGH, "Addresses of Elasticsearch, such as http://127.0.0.1:9200.")
            .define(USERNAME, STRING, "", MEDIUM, "Who signs in; empty for nobody.")
            .define(PASSWORD_KEY, PASSWORD, "", MEDIUM, "With which password.")
            .define(CONNECTION_TIMEOUT, INT, 1_000, atLeast(1), LOW, "Milliseconds a connection may take.")
            .define(READ_TIMEOUT, INT, 3_000, atLeast(1), LOW, "Milliseconds an answer may take.")
            .define(BATCH_SIZE, INT, 2_000, atLeast(1), MEDIUM, "Documents in one call at most.")
            .define(
                    FLUSH_SYNCHRONOUSLY,
                    BOOLEAN,
                    true,
                    LOW,
                    "Without effect: what is handed over is applied at once. Confluent's needs it where topics are renamed.")
            .define(
                    KEY_IGNORE,
                    BOOLEAN,
                    false,
                    (name, value) -> requireFalse(name, value, "a document's id is its record's key"),
                    LOW,
                    "Must be false: a document's id is its record's key.")
            .define(
                    SCHEMA_IGNORE,
                    BOOLEAN,
                    true,
                    LOW,
                    "Without effect: mappings are made with the index, not by the sink.")
            .define(
                    NULL_VALUES,
                    STRING,
                    "fail",
                    ConfigDef.CaseInsensitiveValidString.in("fail", "ignore", "delete"),
                    LOW,
                    "What a record without a value does: fail, ignore, delete.")
            .define(
                    MALFORMED,
                    STRING,
                    "fail",
                    ConfigDef.CaseInsensitiveValidString.in("fail", "ignore", "warn"),
                    LOW,
                    "What a document does that the index refuses: fail, ignore, warn. Reported as an error of Connect in any case.")
            .define(
                    VERSION_HEADER,
                    STRING,
                    "",
                    LOW,
                    "The header with a document's version; empty: the record's offset.");

    ElasticsearchSinkConfig(Map<String, String> properties) {
        super(DEFINITION, properties, false);
    }

    private static void requireFalse(String name, Object value, String why) {
        if (Boolean.TRUE.equals(value)) {
            throw new ConfigException(name, value, why);
        }
    }

    List<String> urls() {
        return getList(URL);
    }

    boolean onNull(String what) {
        return getString(NULL_VALUES).equalsIgnoreCase(what);
    }

    boolean onMalformed(String what) {
        return getString(MALFORMED).equalsIgnoreCase(what);
    }
}
