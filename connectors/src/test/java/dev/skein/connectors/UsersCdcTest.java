package dev.skein.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.transforms.ExtractNewRecordState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.junit.jupiter.api.Test;

class UsersCdcTest {

    private final Map<String, String> configuration = UsersCdc.file();

    @Test
    void theConnectorTakesEveryValue() {
        ConfigDef definition = new PostgresConnector().config();

        assertThat(definition.validate(configuration))
                .allSatisfy(value ->
                        assertThat(value.errorMessages()).as(value.name()).isEmpty())
                .extracting(ConfigValue::name)
                .contains("slot.name");
    }

    @Test
    void everyKeyIsKnownToThePartThatReadsIt() {
        // A misspelt key would silently leave its default in force.
        assertThat(part("transforms.row.")).allSatisfy(key -> assertThat(
                        new ExtractNewRecordState<SourceRecord>().config().names())
                .contains(key));
        assertThat(part("transforms.topic."))
                .allSatisfy(key -> assertThat(RegexRouter.CONFIG_DEF.names()).contains(key));
        assertThat(part("value.converter."))
                .allSatisfy(key ->
                        assertThat(JsonConverterConfig.configDef().names()).contains(key));
        assertThat(configuration.keySet().stream()
                        .filter(key -> !key.startsWith("transforms")
                                && !key.startsWith("key.converter")
                                && !key.startsWith("value.converter")
                                && !key.startsWith("topic.creation")
                                && !key.equals("connector.class")
                                && !key.equals("tasks.max")))
                .allSatisfy(key ->
                        assertThat(new PostgresConnector().config().names()).contains(key));
    }

    private Stream<String> part(String prefix) {
        return configuration.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .filter(key -> !key.equals("type"));
    }

    @Test
    void theClassesExist() {
        assertThat(configuration)
                .containsEntry("connector.class", PostgresConnector.class.getName())
                .containsEntry("transforms.row.type", ExtractNewRecordState.class.getName())
                .containsEntry("transforms.topic.type", RegexRouter.class.getName())
                .containsEntry("value.converter", JsonConverter.class.getName());
    }

    @Test
    void theTopicIsTheOneOfTheCatalog() {
        try (RegexRouter<SourceRecord> router = new RegexRouter<>()) {
            Map<String, Object> settings = new HashMap<>();
            part("transforms.topic.").forEach(key -> settings.put(key, configuration.get("transforms.topic." + key)));
            router.configure(settings);

            SourceRecord routed =
                    router.apply(new SourceRecord(Map.of(), Map.of(), "pg.public.users", null, null, null, null));

            assertThat(routed.topic()).isEqualTo("pg.users");
        }
    }

    @Test
    void onlyWhatOthersMaySeeLeavesTheTable() {
        Pattern columns = Pattern.compile(String.valueOf(configuration.get("column.include.list")));

        assertThat(Stream.of("id", "handle", "display_name", "bio", "created_at", "version"))
                .allMatch(column -> columns.matcher("public.users." + column).matches());
        assertThat(Stream.of("email", "phone", "password_hash", "handle_lower", "last_seen"))
                .noneMatch(column -> columns.matcher("public.users." + column).matches());
    }

    @Test
    void aDatabaseIsFilledIn() {
        Map<String, String> filled = UsersCdc.configuration(
                "db", 5432, "people", "cdc", UsersCdc.passwordInFile(Path.of("/run/secrets"), "postgres.password"));

        assertThat(filled)
                .containsEntry("database.hostname", "db")
                .containsEntry("database.port", "5432")
                .containsEntry("database.dbname", "people")
                .containsEntry("database.user", "cdc")
                .containsEntry("database.password", "${file:/run/secrets:postgres.password}");
    }
}
