package dev.skein.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.local.server.Checkout;
import dev.skein.local.server.Home;
import dev.skein.local.server.IngestApi;
import dev.skein.local.server.Launch;
import dev.skein.local.server.QueryApi;
import dev.skein.local.server.Server;
import dev.skein.local.server.Unprivileged;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {

    @TempDir
    private Path folder;

    private final Secrets secrets = new Secrets("database-password", "operator-token", "s3-secret");

    private Plan plan(int query, Map<String, String> user, Map<String, String> apis, Set<String> only) {
        Settings settings = new Settings(
                new Home(folder),
                Checkout.ofThisBuild(),
                Ports.shifted(0, query),
                8,
                new UserConfiguration(user),
                apis,
                only,
                Set.of(),
                true);
        return Plan.of(settings, secrets, Unprivileged.ALREADY);
    }

    private Plan plan() {
        return plan(1, Map.of(), Map.of(), Set.of());
    }

    @Test
    void theServersStandInTheOrderOfNeed() {
        assertThat(plan().servers())
                .extracting(Server::name)
                .containsExactly(
                        "postgres",
                        "kafka",
                        "registry",
                        "connect",
                        "query-api",
                        "ingest-api",
                        "s3",
                        "elasticsearch",
                        "cassandra");
    }

    @Test
    void thePortsAreTheDocumentedOnes() {
        assertThat(plan(2, Map.of(), Map.of(), Set.of()).servers())
                .extracting(server -> server.name() + " "
                        + server.ports().keySet().stream().sorted().toList())
                .containsExactly(
                        "postgres [15432]",
                        "kafka [19092, 19093]",
                        "registry [18081, 18082]",
                        "connect [18083, 18084]",
                        "query-api [8081]",
                        "query-api-2 [8181]",
                        "ingest-api [8080]",
                        "s3 [19000]",
                        "elasticsearch [19200, 19300]",
                        "cassandra [17000, 19042]");
    }

    @Test
    void theIngestApiIsToldWhereEverythingIs() {
        IngestApi ingest = (IngestApi) plan(2, Map.of(), Map.of(), Set.of()).server("ingest-api");

        assertThat(ingest.configuration())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("skein.kafka.bootstrap-servers", "127.0.0.1:19092"),
                        Map.entry("skein.registry.url", "http://127.0.0.1:18081/apis/ccompat/v7"),
                        Map.entry("skein.partitions", "8"),
                        Map.entry("skein.http.host", "127.0.0.1"),
                        Map.entry("skein.http.port", "8080"),
                        Map.entry("skein.postgres.url", "jdbc:postgresql://127.0.0.1:15432/skein"),
                        Map.entry("skein.postgres.user", "skein"),
                        Map.entry("skein.postgres.password", "database-password"),
                        Map.entry("skein.query.url", "http://127.0.0.1:8081,http://127.0.0.1:8181"),
                        Map.entry("skein.operator.token", "operator-token"),
                        Map.entry("skein.media.s3.endpoint", "http://127.0.0.1:19000"),
                        Map.entry("skein.media.s3.region", "us-east-1"),
                        Map.entry("skein.media.s3.bucket", "media"),
                        Map.entry("skein.media.s3.access-key", "skein"),
                        Map.entry("skein.media.s3.secret-key", "s3-secret"),
                        Map.entry("skein.media.s3.public-url", ""),
                        Map.entry("skein.limits.writes-per-minute", "0")));
    }

    @Test
    void aQueryApiKnowsItsOwnAddressAndWhereKeysAre() {
        QueryApi query = (QueryApi) plan(2, Map.of(), Map.of(), Set.of()).server("query-api-2");

        assertThat(query.configuration())
                .containsEntry("skein.http.port", "8181")
                .containsEntry("skein.http.advertised", "127.0.0.1:8181")
                .containsEntry("skein.jwks.url", "http://127.0.0.1:8080/.well-known/jwks.json");
    }

    @Test
    void thereAreStandbysOnlyWhereThereIsSomebodyToKeepThem() {
        assertThat(((QueryApi) plan().server("query-api")).configuration()).containsEntry("skein.standbys", "0");
        assertThat(((QueryApi) plan(2, Map.of(), Map.of(), Set.of()).server("query-api")).configuration())
                .containsEntry("skein.standbys", "1");
    }

    @Test
    void secretsAreNotOnAnyCommandLine() {
        for (Server server : plan().servers()) {
            if (!server.name().equals("registry")) {
                assertThat(String.join(" ", server.launch().command()))
                        .doesNotContain("database-password", "operator-token", "s3-secret");
            }
        }
    }

    @Test
    void aServerOfTheUsersOwnIsNotStarted() {
        Plan plan = plan(
                1,
                Map.of(
                        "kafka.bootstrap-servers", "broker:9092",
                        "registry.url", "http://registry:8081/",
                        "connect.url", "http://connect:8083",
                        "postgres.url", "jdbc:postgresql://db:5433/people",
                        "postgres.user", "me",
                        "postgres.password", "mine",
                        "elasticsearch.url", "http://search:9200/",
                        "cassandra.contact-points", "db1:9042,db2:9042",
                        "cassandra.datacenter", "west",
                        "s3.endpoint", "https://objects.example"),
                Map.of(),
                Set.of());

        assertThat(plan.servers()).extracting(Server::name).containsExactly("query-api", "ingest-api");
        assertThat(plan.endpoints())
                .isEqualTo(new Endpoints(
                        "broker:9092",
                        "http://registry:8081",
                        "http://connect:8083",
                        new Endpoints.Database("jdbc:postgresql://db:5433/people", "me", "mine"),
                        URI.create("http://127.0.0.1:8080"),
                        List.of(URI.create("http://127.0.0.1:8081")),
                        "http://search:9200",
                        new Endpoints.Archive("db1:9042,db2:9042", "west"),
                        new Endpoints.Media(
                                "https://objects.example", "us-east-1", "media", "skein", "s3-secret", "")));
        assertThat(plan.endpoints().database().host()).isEqualTo("db");
        assertThat(plan.endpoints().database().port()).isEqualTo(5433);
        assertThat(plan.endpoints().database().name()).isEqualTo("people");
        assertThat(plan.endpoints().database()).hasToString("jdbc:postgresql://db:5433/people");
    }

    @Test
    void theCallersConfigurationWinsOverTheUsersAndThatOverOurs() {
        Plan plan = plan(
                1,
                Map.of("skein.operator.token", "theirs", "skein.limits.writes-per-minute", "300"),
                Map.of("skein.operator.token", "the caller's"),
                Set.of());

        assertThat(((IngestApi) plan.server("ingest-api")).configuration())
                .containsEntry("skein.operator.token", "the caller's")
                .containsEntry("skein.limits.writes-per-minute", "300");
    }

    @Test
    void anUnknownKeyOfTheUserIsNamed() {
        assertThatThrownBy(() -> new UserConfiguration(Map.of("kafka.bootstrap", "x")))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("[kafka.bootstrap]")
                .hasMessageContaining("kafka.bootstrap-servers");
    }

    @Test
    void aDatabaseUrlWithoutADatabaseIsRefused() {
        assertThatThrownBy(() -> new UserConfiguration(Map.of("postgres.url", "jdbc:postgresql://db:5432")))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("jdbc:postgresql://host:5432/database");
    }

    @Test
    void anUnknownServerIsAnsweredWithThoseThatThereAre() {
        assertThatThrownBy(() -> plan().server("kafak"))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("postgres, kafka, registry");
    }

    @Test
    void theUsersJavaOptionsComeAfterOurs() {
        Plan plan = plan(1, Map.of("kafka.java-options", " -Xmx2g  -Dx=y "), Map.of(), Set.of());

        Launch launch = plan.server("kafka").launch();

        assertThat(launch.command()).containsSubsequence("-Xmx640m", "-Xmx2g", "-Dx=y", "-cp");
    }

    @Test
    void aChangedConfigurationChangesTheFingerprint() {
        Launch before = plan().server("ingest-api").launch();
        Launch same = plan().server("ingest-api").launch();
        Launch other =
                plan(2, Map.of(), Map.of(), Set.of()).server("ingest-api").launch();

        assertThat(same.fingerprint()).isEqualTo(before.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(before.fingerprint());
    }
}
