package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Session;
import dev.skein.endtoend.Contract.User;
import dev.skein.local.system.ConnectorStatus;
import dev.skein.local.system.Endpoints;
import dev.skein.local.system.LocalSystem;
import dev.skein.local.system.Progress;
import dev.skein.local.system.Settings;
import dev.skein.local.system.UserConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The running system: PostgreSQL, Kafka, the schema registry, Connect with Debezium and our sinks, Elasticsearch, Cassandra, an S3
 * server, one ingest API and {@value #QUERY_INSTANCES} query APIs, each a process. Started by the first test that asks for it, stopped after the last.
 */
final class Skein implements AutoCloseable {
    static final int QUERY_INSTANCES = 2;
    static final int PARTITIONS = Settings.PARTITIONS;

    static final String INGEST = "ingest-api";

    private static final Path HOME = Path.of(System.getProperty("skein.target", "target"), "running-system");
    /** What lives for minutes, and is killed now and then, is not worth optimizing. */
    private static final String COMPILED_ONCE = "-XX:TieredStopAtLevel=1";
    /** Snapshots often, so that whoever is killed has written timelines to disk before. */
    private static final UserConfiguration SETTINGS = new UserConfiguration(Map.of(
            "skein.archive.after", "800",
            "skein.timelines.snapshot-every", "PT2S",
            "ingest-api.java-options", COMPILED_ONCE,
            "query-api.java-options", COMPILED_ONCE,
            "cassandra.java-options", COMPILED_ONCE));

    private static final String PASSWORD = "correct horse battery staple";

    private final LocalSystem system;
    private final Api ingest;
    private final List<Api> queries;
    private final AtomicInteger turn = new AtomicInteger();
    private final CompletableFuture<Void> outer;
    private @Nullable Stored stored;

    private Skein(LocalSystem system) {
        this.system = system;
        this.ingest = new Api(INGEST, system.ingest());
        this.queries = IntStream.rangeClosed(1, QUERY_INSTANCES)
                .mapToObj(i -> new Api(queryName(i), system.query(i)))
                .toList();
        this.outer = CompletableFuture.runAsync(this::finish);
    }

    /** Starts it, in an empty folder whose logs stay behind. */
    static Skein start() {
        try {
            Files.createDirectories(HOME.getParent());
            LocalSystem system = whole();
            system.reset(Progress.SILENT);
            system = whole();
            try {
                system.startCore(Progress.SILENT);
            } catch (IOException | RuntimeException e) {
                system.close();
                throw e;
            }
            return new Skein(system);
        } catch (IOException e) {
            throw new IllegalStateException("the system could not be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the system was starting", e);
        }
    }

    private static LocalSystem whole() throws InterruptedException {
        return LocalSystem.temporaryWhole(HOME, QUERY_INSTANCES, SETTINGS);
    }

    private void finish() {
        try {
            system.finish(Progress.SILENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until media, search and archive can be used, which start while the first tests run. */
    void awaitOuter() {
        outer.join();
    }

    /** What lies in Elasticsearch and in Cassandra. */
    Stored stored() {
        awaitOuter();
        synchronized (this) {
            if (stored == null) {
                stored = new Stored(system.endpoints());
            }
            return stored;
        }
    }

    Api ingest() {
        return ingest;
    }

    /** A query API, the first being 1. */
    Api query(int instance) {
        return queries.get(instance - 1);
    }

    /** All query APIs: any of them answers any request. */
    List<Api> queries() {
        return queries;
    }

    /** One query API after the other, so that every test asks all of them. */
    Api query() {
        return queries.get(Math.floorMod(turn.getAndIncrement(), queries.size()));
    }

    String kafka() {
        return system.endpoints().kafka();
    }

    /** The base of the registry's REST API. */
    String registry() {
        return system.endpoints().registry();
    }

    /** Where media lie, for those who may. */
    String bucket() {
        Endpoints.Media media = system.endpoints().media();
        return media.endpoint() + "/" + media.bucket();
    }

    /** What the query APIs wrote to disk of home timelines. */
    List<Path> snapshots() throws IOException {
        List<Path> found = new ArrayList<>();
        for (int i = 1; i <= QUERY_INSTANCES; i++) {
            found.addAll(files(system.settings().home().data(queryName(i)), "timelines.snapshot"));
        }
        return found;
    }

    /** What all processes tell. */
    List<Path> logs() throws IOException {
        return files(system.settings().home().root().resolve("logs"), "");
    }

    private static List<Path> files(Path folder, String beginning) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(beginning))
                    .toList();
        }
    }

    String operatorToken() {
        return system.operatorToken();
    }

    static String queryName(int instance) {
        return instance == 1 ? "query-api" : "query-api-" + instance;
    }

    /** kill -9. */
    void kill(String name) throws InterruptedException {
        system.kill(name);
    }

    /** Removes the snapshots of timelines that a query API which does not run has left; its other stores stay. */
    void loseSnapshots(String name) throws IOException {
        try (Stream<Path> files = Files.walk(system.settings().home().data(name))) {
            List<Path> snapshots = files.filter(
                            file -> file.getFileName().toString().startsWith("timelines.snapshot"))
                    .toList();
            assertThat(snapshots).isNotEmpty();
            for (Path snapshot : snapshots) {
                Files.delete(snapshot);
            }
        }
    }

    /** Starts a process again that was killed, and waits until it is ready. */
    void restart(String name) throws IOException, InterruptedException {
        system.restart(name);
    }

    /** Starts all that was killed, and waits until they are ready. */
    void startWhatDied() throws IOException, InterruptedException {
        system.start(Progress.SILENT);
    }

    /** Builds the search indexes anew. */
    void reindex() throws IOException, InterruptedException {
        system.reindex(Progress.SILENT);
    }

    /** By its name, what keeps a connector from running; empty where nothing does. */
    Map<String, String> connectors() {
        return system.connectors().stream().collect(Collectors.toMap(ConnectorStatus::name, ConnectorStatus::problem));
    }

    /** What Connect tells Prometheus. */
    String connectMetrics() {
        URI metrics = URI.create("http://127.0.0.1:" + system.settings().ports().connectMetrics());
        return new Api("connect", metrics).get("/metrics").send().expect(200).body();
    }

    /** Of all processes together that {@code up} starts: one query instance is what it begins with. */
    long memoryBytes() {
        return system.status().stream()
                .filter(status -> !status.name().equals(queryName(2)))
                .mapToLong(status -> status.memoryBytes().orElse(0))
                .sum();
    }

    /** Waits until every API says that it is ready. */
    void awaitReady() {
        Eventually.holds(() -> {
            ingest.get("/health/ready").send().expect(200);
            for (Api query : queries) {
                query.get("/health/ready").send().expect(200);
            }
        });
    }

    /** Somebody new whose handle begins with {@code name}, registered and logged in. */
    Person person(String name) {
        String handle = name + "_" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36);
        return register(handle, name);
    }

    /** Somebody new, whom the query APIs know as well: change data capture has brought them. */
    Person knownPerson(String name) {
        Person person = person(name);
        awaitKnown(person);
        return person;
    }

    /** Waits until the query APIs know this person, by id and by handle. */
    void awaitKnown(Person person) {
        for (Api query : queries) {
            for (String path : List.of(person.id(), "by-handle/" + person.handle())) {
                Eventually.holds(() -> assertThat(query.get("/v1/users/" + path)
                                .send()
                                .expect(200)
                                .as(User.class))
                        .extracting(User::id, User::handle)
                        .containsExactly(person.id(), person.handle()));
            }
        }
    }

    /** Several new people. */
    List<Person> people(String... names) {
        List<Person> people = new ArrayList<>();
        for (String name : names) {
            people.add(person(name));
        }
        return people;
    }

    private Person register(String handle, String displayName) {
        User user = ingest.post("/v1/users")
                .json(Map.of(
                        "handle", handle,
                        "email", handle + "@example.org",
                        "password", PASSWORD,
                        "displayName", displayName))
                .send()
                .expect(201)
                .as(User.class);
        Session session = ingest.post("/v1/sessions")
                .json(Map.of("handle", handle, "password", PASSWORD))
                .send()
                .expect(201)
                .as(Session.class);
        return new Person(this, user.id(), handle, PASSWORD, session.token());
    }

    @Override
    public void close() throws IOException {
        if (stored != null) {
            stored.close();
        }
        system.close();
    }
}
