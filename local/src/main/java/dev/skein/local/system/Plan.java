package dev.skein.local.system;

import dev.skein.local.server.Cassandra;
import dev.skein.local.server.Connect;
import dev.skein.local.server.Elasticsearch;
import dev.skein.local.server.IngestApi;
import dev.skein.local.server.Kafka;
import dev.skein.local.server.Postgres;
import dev.skein.local.server.QueryApi;
import dev.skein.local.server.S3;
import dev.skein.local.server.SchemaRegistry;
import dev.skein.local.server.Server;
import dev.skein.local.server.Unprivileged;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which processes, with which configuration, at which addresses.
 *
 * @param servers those to be started, each after what it needs
 */
public record Plan(Settings settings, List<Server> servers, Endpoints endpoints) {

    public Plan {
        servers = List.copyOf(servers);
    }

    /** Decides, and touches nothing. */
    public static Plan of(Settings settings, Secrets secrets, Unprivileged unprivileged) {
        Endpoints endpoints = endpoints(settings, secrets);
        UserConfiguration user = settings.user();
        Ports ports = settings.ports();
        List<Server> all = new ArrayList<>();
        if (user.get(UserConfiguration.POSTGRES).isEmpty()) {
            all.add(new Postgres(
                    settings.home(),
                    settings.checkout().postgres(),
                    ports.postgres(),
                    secrets.postgresPassword(),
                    unprivileged));
        }
        if (user.get(UserConfiguration.KAFKA).isEmpty()) {
            all.add(new Kafka(
                    settings.home(),
                    settings.checkout().kafkaLibraries(),
                    ports.kafka(),
                    ports.kafkaController(),
                    user.javaOptions(Kafka.NAME)));
        }
        if (user.get(UserConfiguration.REGISTRY).isEmpty()) {
            all.add(new SchemaRegistry(
                    settings.home(),
                    settings.checkout().registry(),
                    ports.registry(),
                    ports.registryManagement(),
                    user.javaOptions(SchemaRegistry.NAME)));
        }
        if (user.get(UserConfiguration.CONNECT).isEmpty()) {
            all.add(new Connect(
                    settings.home(),
                    settings.checkout().kafkaLibraries(),
                    List.of(
                            settings.checkout().connectPlugins(),
                            settings.checkout().sinkPlugins()),
                    ports.connect(),
                    ports.connectMetrics(),
                    endpoints.kafka(),
                    user.javaOptions(Connect.NAME)));
        }
        for (int instance = 1; instance <= ports.query().size(); instance++) {
            all.add(queryApi(settings, endpoints, instance));
        }
        all.add(new IngestApi(
                settings.home(),
                settings.checkout(),
                ports.ingest(),
                ApiConfiguration.ingest(settings, endpoints, secrets),
                user.javaOptions(IngestApi.NAME)));
        all.addAll(outer(settings, secrets, unprivileged));
        all.removeIf(server -> !settings.wants(server.name()));
        return new Plan(settings, all, endpoints);
    }

    private static List<Server> outer(Settings settings, Secrets secrets, Unprivileged unprivileged) {
        UserConfiguration user = settings.user();
        Ports ports = settings.ports();
        List<Server> outer = new ArrayList<>();
        if (user.get(UserConfiguration.S3).isEmpty()) {
            outer.add(new S3(
                    settings.home(),
                    settings.checkout().s3(),
                    ports.s3(),
                    secrets.s3SecretKey(),
                    user.javaOptions(S3.NAME)));
        }
        if (user.get(UserConfiguration.ELASTICSEARCH).isEmpty()) {
            outer.add(new Elasticsearch(
                    settings.home(),
                    settings.checkout().elasticsearch(),
                    ports.elasticsearch(),
                    ports.elasticsearchTransport(),
                    unprivileged,
                    user.javaOptions(Elasticsearch.NAME)));
        }
        if (user.get(UserConfiguration.CASSANDRA).isEmpty()) {
            outer.add(new Cassandra(
                    settings.home(),
                    settings.checkout().cassandraLibraries(),
                    ports.cassandra(),
                    ports.cassandraStorage(),
                    user.javaOptions(Cassandra.NAME)));
        }
        return outer;
    }

    private static QueryApi queryApi(Settings settings, Endpoints endpoints, int instance) {
        int port = settings.ports().query().get(instance - 1);
        return new QueryApi(
                settings.home(),
                settings.checkout(),
                instance,
                port,
                ApiConfiguration.query(settings, endpoints, port),
                settings.user().javaOptions(QueryApi.name(1)));
    }

    private static Endpoints endpoints(Settings settings, Secrets secrets) {
        UserConfiguration user = settings.user();
        Ports ports = settings.ports();
        Endpoints.Database database = user.get(UserConfiguration.POSTGRES)
                .map(url -> new Endpoints.Database(
                        url,
                        user.get(UserConfiguration.POSTGRES_USER).orElse(Postgres.USER),
                        user.get(UserConfiguration.POSTGRES_PASSWORD).orElse("")))
                .orElseGet(() -> new Endpoints.Database(
                        "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + Postgres.DATABASE,
                        Postgres.USER,
                        secrets.postgresPassword()));
        return new Endpoints(
                user.get(UserConfiguration.KAFKA).orElse("127.0.0.1:" + ports.kafka()),
                user.get(UserConfiguration.REGISTRY)
                        .map(Plan::withoutSlash)
                        .orElse("http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7"),
                user.get(UserConfiguration.CONNECT)
                        .map(Plan::withoutSlash)
                        .orElse("http://127.0.0.1:" + ports.connect()),
                database,
                loopback(ports.ingest()),
                ports.query().stream().map(Plan::loopback).toList(),
                user.get(UserConfiguration.ELASTICSEARCH)
                        .map(Plan::withoutSlash)
                        .orElse("http://127.0.0.1:" + ports.elasticsearch()),
                new Endpoints.Archive(
                        user.get(UserConfiguration.CASSANDRA).orElse("127.0.0.1:" + ports.cassandra()),
                        user.get(UserConfiguration.CASSANDRA_DATACENTER).orElse(Cassandra.DATACENTER)),
                media(user, ports, secrets));
    }

    private static Endpoints.Media media(UserConfiguration user, Ports ports, Secrets secrets) {
        return new Endpoints.Media(
                user.get(UserConfiguration.S3).map(Plan::withoutSlash).orElse("http://127.0.0.1:" + ports.s3()),
                user.get(UserConfiguration.S3_REGION).orElse(S3.REGION),
                user.get(UserConfiguration.S3_BUCKET).orElse(S3.BUCKET),
                user.get(UserConfiguration.S3_ACCESS_KEY).orElse(S3.ACCESS_KEY),
                user.get(UserConfiguration.S3_SECRET_KEY).orElse(secrets.s3SecretKey()),
                user.get(UserConfiguration.S3_PUBLIC_URL).orElse(""));
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The server of that name. */
    public Server server(String name) {
        return find(name)
                .orElseThrow(() -> new LocalException("There is no " + name + " here; there are "
                        + servers.stream().map(Server::name).collect(Collectors.joining(", ")) + "."));
    }

    Optional<Server> find(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }
}
