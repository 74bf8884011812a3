package dev.skein.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.connectors.UsersCdc;
import dev.skein.local.server.Connect;
import dev.skein.local.server.Home;
import dev.skein.local.server.Kafka;
import dev.skein.local.server.Postgres;
import dev.skein.local.server.SchemaRegistry;
import dev.skein.local.system.ServerStatus.State;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The real PostgreSQL, Kafka, registry and Connect, once, through a life with accidents. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InfrastructureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    @TempDir
    private static Path home;

    private static LocalSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = LocalSystem.temporary(
                home, 1, Map.of(), Set.of(Postgres.NAME, Kafka.NAME, SchemaRegistry.NAME, Connect.NAME));
        assertThat(system.complaints()).isEmpty();
        system.start(Progress.SILENT);
    }

    @AfterAll
    static void stopped() throws Exception {
        List<Long> pids = pids();
        system.close();

        assertThat(pids).hasSize(4).noneMatch(pid -> ProcessMark.of(pid).isPresent());
        try (Stream<Path> files = Files.list(home.resolve("run"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".pid"))).isEmpty();
        }
    }

    private static List<Long> pids() {
        return system.status().stream()
                .flatMap(status -> status.pid().stream().boxed())
                .toList();
    }

    @Test
    @Order(1)
    void allAreReadyAndOnLoopback() {
        assertThat(system.status()).hasSize(4).allSatisfy(status -> {
            assertThat(status.state()).as(status.name() + status.detail()).isEqualTo(State.READY);
            assertThat(status.pid()).isPresent();
            assertThat(status.address()).contains("127.0.0.1");
        });
    }

    @Test
    @Order(2)
    void theRegistryHoldsTheSchemasAndWantsThemCompatible() throws Exception {
        assertThat(get("/subjects")).contains("\"tweets-value\"", "\"deliveries-value\"");
        assertThat(get("/config")).contains("BACKWARD");
    }

    private static String get(String path) throws Exception {
        URI uri = URI.create(system.endpoints().registry() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    @Order(3)
    void provisioningAgainChangesNothing() throws Exception {
        Provisioning.Outcome outcome =
                new Provisioning(system.endpoints().kafka(), system.endpoints().registry(), Settings.PARTITIONS).run();

        assertThat(outcome.topics()).isGreaterThanOrEqualTo(15);
    }

    @Test
    @Order(4)
    void rowsOfUsersArriveWithoutWhatIsPrivate() throws Exception {
        sql(
                """
                create table public.users(id bigint primary key, handle text, email text, phone text, password_hash text,
                  display_name text, bio text, created_at bigint, version bigint)""",
                "insert into users values (1152921504606846977, 'ada', 'ada@example.org', '1', 'hash', 'Ada', '', 5, 1)");

        connector()
                .run(
                        system.endpoints().database(),
                        UsersCdc.passwordInFile(home.resolve("secrets.properties"), Secrets.POSTGRES_KEY));
        sql("update users set display_name = 'Ada L.', version = 2", "delete from users");

        List<String> records = records(3);
        assertThat(records.get(0))
                .isEqualTo("{\"id\":1152921504606846977} → {\"id\":1152921504606846977,\"handle\":\"ada\","
                        + "\"display_name\":\"Ada\",\"bio\":\"\",\"created_at\":5,\"version\":1}");
        assertThat(records.get(1)).contains("\"display_name\":\"Ada L.\"").doesNotContain("example.org", "hash");
        assertThat(records.get(2)).isEqualTo("{\"id\":1152921504606846977} → null");
    }

    @Test
    @Order(5)
    void theLogOfTheDatabaseIsLetGoThoughOnlyOtherTablesAreWritten() throws Exception {
        sql("create table other(n int)", "insert into other select generate_series(1, 1000)");
        String written = query("select pg_current_wal_lsn()");

        assertThat(Waiting.until(
                        () -> query("select bool_and(confirmed_flush_lsn >= '" + written
                                        + "') from pg_replication_slots")
                                .equals("t"),
                        PAUSE,
                        PATIENCE))
                .isTrue();
    }

    @Test
    @Order(6)
    void whatWasKilledIsSeenAndComesBackWithItsData() throws Exception {
        for (String name : List.of(Postgres.NAME, Kafka.NAME, SchemaRegistry.NAME)) {
            system.kill(name);
        }
        assertThat(system.status())
                .filteredOn(status -> status.state() == State.DIED)
                .extracting(ServerStatus::name)
                .containsExactly(Postgres.NAME, Kafka.NAME, SchemaRegistry.NAME);

        system.start(Progress.SILENT);

        assertThat(get("/subjects")).contains("\"tweets-value\"");
        assertThat(Waiting.until(() -> connector().notRunning().isEmpty(), PAUSE, PATIENCE))
                .isTrue();
        sql("insert into users values (7, 'bob', 'bob@example.org', '1', 'hash', 'Bob', '', 5, 1)");
        assertThat(records(4).get(3)).contains("\"handle\":\"bob\"");
    }

    @Test
    @Order(7)
    void oneCanBeStoppedAndStartedByName() throws Exception {
        system.stop(SchemaRegistry.NAME);
        assertThat(system.status())
                .filteredOn(status -> status.state() == State.STOPPED)
                .extracting(ServerStatus::name)
                .containsExactly(SchemaRegistry.NAME);

        system.restart(SchemaRegistry.NAME);

        assertThat(system.isUp()).isTrue();
    }

    @Test
    @Order(8)
    void aTakenPortIsNamedWithItsHolder() throws Exception {
        Settings same = system.settings();
        LocalSystem second = new LocalSystem(new Settings(
                new Home(home.resolve("second")),
                same.checkout(),
                same.ports(),
                same.partitions(),
                same.user(),
                same.apis(),
                Set.of(Kafka.NAME),
                Set.of(),
                false));

        assertThat(second.complaints()).hasSize(2).allSatisfy(complaint -> assertThat(complaint)
                .contains("which kafka needs")
                .contains("is taken by java (pid "));
    }

    private static ConnectorSetup connector() {
        return ConnectorSetup.ofUsers(system.endpoints().connect());
    }

    private static void sql(String... statements) throws Exception {
        Endpoints.Database database = system.endpoints().database();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String query(String question) {
        Endpoints.Database database = system.endpoints().database();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first so many records of pg.users, whose keys are all in one partition or written seconds apart. */
    private static List<String> records(int count) {
        List<String> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        system.endpoints().kafka(),
                        "group.id",
                        "test-" + System.nanoTime(),
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("pg.users"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (found.size() < count && System.nanoTime() - deadline < 0) {
                consumer.poll(PAUSE).forEach(found::add);
            }
            found.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
            found.forEach(each -> records.add(text(each.key()) + " → " + text(each.value())));
        }
        assertThat(records).hasSize(count);
        return records;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
