package dev.skein.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.connectors.avro.AvroConverter;
import dev.skein.connectors.cassandra.CassandraSinkConnector;
import dev.skein.connectors.elasticsearch.ElasticsearchSinkConnector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.HeaderFrom;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.junit.jupiter.api.Test;

class SinksTest {

    private static final List<String> OF_CONNECT = List.of(
            "connector.class",
            "tasks.max",
            "topics",
            "transforms",
            "predicates",
            "key.converter",
            "value.converter",
            "header.converter",
            "errors.",
            "consumer.override.");

    private final Map<String, String> search = Sinks.search("http://search:9200", "http://registry", 7);
    private final Map<String, String> archive = Sinks.archive("db1:9042,db2:9042", "west", "http://registry");

    @Test
    void thePlugInsTakeEveryValueAndKnowEveryKey() {
        isTaken(search, new ElasticsearchSinkConnector());
        isTaken(archive, new CassandraSinkConnector());
    }

    private static void isTaken(Map<String, String> configuration, SinkConnector connector) {
        ConfigDef definition = connector.config();
        assertThat(configuration)
                .containsEntry("connector.class", connector.getClass().getName());
        assertThat(definition.validate(configuration))
                .allSatisfy(value ->
                        assertThat(value.errorMessages()).as(value.name()).isEmpty());
        // A misspelt key would silently leave its default in force.
        assertThat(configuration.keySet().stream()
                        .filter(key -> OF_CONNECT.stream().noneMatch(key::startsWith)))
                .isNotEmpty()
                .isSubsetOf(definition.names());
    }

    @Test
    void theKeysAreConfluents() throws IOException {
        try (InputStream file = SinksTest.class.getResourceAsStream("confluent-elasticsearch-sink-keys.txt")) {
            List<String> documented = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();

            assertThat(new ElasticsearchSinkConnector().config().names()).isSubsetOf(documented);
            assertThat(documented).hasSizeGreaterThan(40);
        }
    }

    @Test
    void connectFindsThePlugIns() {
        assertThat(ServiceLoader.load(SinkConnector.class).stream().map(ServiceLoader.Provider::type))
                .contains(ElasticsearchSinkConnector.class, CassandraSinkConnector.class);
        assertThat(ServiceLoader.load(Converter.class).stream().map(ServiceLoader.Provider::type))
                .contains(AvroConverter.class);
    }

    @Test
    void aGenerationHasIndexesOfItsOwn() {
        assertThat(routed("tweet-state", "tweets")).isEqualTo("skein-tweets-7");
        assertThat(routed("users", "users")).isEqualTo("skein-users-7");
        assertThat(search).containsEntry("topics", String.join(",", Sinks.SEARCHED));
        assertThat(Sinks.searchName(7)).isEqualTo("search-7");
    }

    private String routed(String topic, String transform) {
        try (RegexRouter<SinkRecord> router = new RegexRouter<>()) {
            router.configure(Map.of(
                    "regex", search.get("transforms." + transform + ".regex"),
                    "replacement", search.get("transforms." + transform + ".replacement")));
            return router.apply(new SinkRecord(topic, 0, null, 1L, null, Map.of(), 0))
                    .topic();
        }
    }

    @Test
    void theVersionInAValueBecomesAHeader() {
        try (HeaderFrom.Value<SinkRecord> header = new HeaderFrom.Value<>()) {
            header.configure(Map.of(
                    "fields", search.get("transforms.version.fields"),
                    "headers", search.get("transforms.version.headers"),
                    "operation", search.get("transforms.version.operation")));

            SinkRecord record =
                    header.apply(new SinkRecord("users", 0, null, 1L, null, Map.of("version", 3L, "id", 1L), 0));

            assertThat(record.headers().lastWithName("version").value()).isEqualTo(3L);
        }
    }

    @Test
    void tablesAndIndexesAreDefined() {
        assertThat(Sinks.tables()).hasSize(2).allMatch(statement -> statement.startsWith("CREATE TABLE IF NOT EXISTS"));
        assertThat(Stream.of("tweets", "users").map(Sinks::definition))
                .allSatisfy(definition -> assertThat(definition).contains("\"dynamic\": false"));
    }
}
