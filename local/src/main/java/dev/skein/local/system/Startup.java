package dev.skein.local.system;

import dev.skein.connectors.Sinks;
import dev.skein.connectors.UsersCdc;
import dev.skein.local.server.Cassandra;
import dev.skein.local.server.Connect;
import dev.skein.local.server.Elasticsearch;
import dev.skein.local.server.IngestApi;
import dev.skein.local.server.Kafka;
import dev.skein.local.server.Postgres;
import dev.skein.local.server.QueryApi;
import dev.skein.local.server.SchemaRegistry;
import dev.skein.local.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Brings everything up, each as soon as what it needs is there:
 *
 * <pre>
 * postgres ─────────────────────┐
 * kafka ────┬─▶ topics, schemas ┴─▶ ingest-api ─┐
 * registry ─┴─▶ query-api (waits for topics)    ├─▶ users-cdc
 * connect (waits for kafka by itself) ──────────┘
 * </pre>
 *
 * Elasticsearch, Cassandra and the S3 server are launched when all of that can be used, so that they do not compete with it
 * for the processor; {@link #finish} waits for them.
 *
 * The first failure ends the start; what runs by then goes on, and a next start takes it from there.
 */
final class Startup {

    private static final int SINGLE_INSTANCE = 1;

    private final Plan plan;
    private final Supervisor supervisor;
    private final Progress progress;
    private final String connectorPassword;
    private final Set<String> launched = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param connectorPassword as it stands in the connector's configuration, see {@link UsersCdc} */
    Startup(Plan plan, Supervisor supervisor, Progress progress, String connectorPassword) {
        this.plan = plan;
        this.supervisor = supervisor;
        this.progress = progress;
        this.connectorPassword = connectorPassword;
    }

    /** Something that takes its time and may fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Returns when the core is ready and the others are launched. */
    void run() throws IOException, InterruptedException {
        CompletableFuture<Void> kafkaProcess = step(() -> launch(Kafka.NAME));
        CompletableFuture<Void> kafka = step(() -> ready(Kafka.NAME), kafkaProcess);
        CompletableFuture<Void> registry = step(() -> up(SchemaRegistry.NAME));
        CompletableFuture<Void> postgres = step(() -> up(Postgres.NAME));
        CompletableFuture<Void> connect = step(() -> up(Connect.NAME), kafkaProcess);
        CompletableFuture<Void> provisioned = step(this::provision, kafka, registry);
        CompletableFuture<Void> ingest = step(() -> up(IngestApi.NAME), postgres, provisioned);
        CompletableFuture<Void> cdc = step(this::connector, connect, ingest);
        List<CompletableFuture<Void>> all =
                new ArrayList<>(List.of(kafkaProcess, kafka, registry, postgres, connect, provisioned, ingest, cdc));
        for (int instance = SINGLE_INSTANCE;
                instance <= plan.settings().ports().query().size();
                instance++) {
            String name = QueryApi.name(instance);
            all.add(step(() -> up(name), kafka, registry));
        }
        try {
            firstFailureOrAll(all).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalException known
                    ? known
                    : new LocalException("The start failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
        for (Server server : outer()) {
            launch(server.name());
        }
    }

    /** Waits for the outer servers and has them filled. */
    void finish() throws IOException, InterruptedException {
        for (Server server : outer()) {
            ready(server.name());
        }
        Settings settings = plan.settings();
        if (!settings.wants(Connect.NAME)) {
            return;
        }
        if (settings.wants(Elasticsearch.NAME)) {
            long begin = System.nanoTime();
            progress.begins("search", "indexes and connector");
            SearchSetup search = new SearchSetup(plan.endpoints());
            String name = Sinks.searchName(search.run());
            if (settings.wants(QueryApi.name(SINGLE_INSTANCE))) {
                search.searchOnce();
            }
            progress.done("search", Duration.ofNanos(System.nanoTime() - begin), name);
        }
        if (settings.wants(Cassandra.NAME)) {
            long begin = System.nanoTime();
            progress.begins(Sinks.ARCHIVE, "tables and connector");
            new ArchiveSetup(plan.endpoints()).run();
            progress.done(Sinks.ARCHIVE, Duration.ofNanos(System.nanoTime() - begin), Sinks.KEYSPACE);
        }
    }

    private List<Server> outer() {
        return plan.servers().stream().filter(Server::outer).toList();
    }

    private CompletableFuture<Void> step(Step step, CompletableFuture<?>... needs) {
        return CompletableFuture.allOf(needs).thenRunAsync(() -> unchecked(step), threads);
    }

    private static void unchecked(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new CompletionException(new LocalException(String.valueOf(e.getMessage()), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private static CompletableFuture<Object> firstFailureOrAll(List<CompletableFuture<Void>> all) {
        CompletableFuture<Object> failure = new CompletableFuture<>();
        CompletableFuture<?>[] watched = all.stream()
                .map(each -> each.whenComplete((nothing, e) -> {
                    if (e != null) {
                        failure.completeExceptionally(e instanceof CompletionException ? cause(e) : e);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.anyOf(failure, CompletableFuture.allOf(watched));
    }

    private static Throwable cause(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }

    private void up(String name) throws IOException, InterruptedException {
        launch(name);
        ready(name);
    }

    private void launch(String name) throws IOException, InterruptedException {
        Optional<Server> server = plan.find(name);
        if (server.isEmpty() || isCurrent(server.get())) {
            return;
        }
        String how = supervisor.running(name).isPresent()
                ? "restarting, its configuration or its classes have changed"
                : supervisor.started(name).isPresent() ? "restarting, it had died" : "starting";
        progress.begins(name, how);
        supervisor.stop(server.get());
        supervisor.launch(server.get());
        launched.add(name);
    }

    private void ready(String name) throws IOException, InterruptedException {
        Optional<Server> server = plan.find(name);
        if (server.isEmpty()) {
            return;
        }
        supervisor.awaitReady(server.get());
        if (!launched.contains(name)) {
            progress.begins(name, "runs already");
            return;
        }
        Duration took = supervisor
                .running(name)
                .map(file -> Duration.between(file.startedAt(), Instant.now()))
                .orElse(Duration.ZERO);
        progress.done(name, took, server.get().address());
    }

    /** Runs, and as it would be started now. */
    boolean isCurrent(Server server) {
        return supervisor
                .running(server.name())
                .map(file -> file.fingerprint().equals(server.launch().fingerprint()))
                .orElse(false);
    }

    private void provision() throws InterruptedException {
        Settings settings = plan.settings();
        if (!settings.wants(Kafka.NAME) || !settings.wants(SchemaRegistry.NAME)) {
            return;
        }
        long begin = System.nanoTime();
        progress.begins("topics", "creating what is missing");
        Provisioning.Outcome outcome =
                new Provisioning(plan.endpoints().kafka(), plan.endpoints().registry(), settings.partitions()).run();
        progress.done(
                "topics",
                Duration.ofNanos(System.nanoTime() - begin),
                outcome.topics() + " topics, " + outcome.schemas() + " schemas");
    }

    private void connector() throws IOException, InterruptedException {
        Settings settings = plan.settings();
        if (!settings.wants(Connect.NAME) || !settings.wants(IngestApi.NAME)) {
            return;
        }
        long begin = System.nanoTime();
        progress.begins(UsersCdc.NAME, "registering the connector");
        ConnectorSetup.ofUsers(plan.endpoints().connect()).run(plan.endpoints().database(), connectorPassword);
        progress.done(UsersCdc.NAME, Duration.ofNanos(System.nanoTime() - begin), "users table → topic pg.users");
    }
}
