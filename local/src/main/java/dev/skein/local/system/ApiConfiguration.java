package dev.skein.local.system;

import dev.skein.local.server.Cassandra;
import dev.skein.local.server.Elasticsearch;
import dev.skein.local.server.S3;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What our two APIs are told. The keys are theirs; see the configuration records of both. */
final class ApiConfiguration {

    private ApiConfiguration() {}

    static Map<String, String> ingest(Settings settings, Endpoints endpoints, Secrets secrets) {
        Map<String, String> configuration =
                common(settings, endpoints, settings.ports().ingest());
        Endpoints.Database database = endpoints.database();
        configuration.put("skein.postgres.url", database.url());
        configuration.put("skein.postgres.user", database.user());
        configuration.put("skein.postgres.password", database.password());
        configuration.put(
                "skein.query.url", endpoints.query().stream().map(URI::toString).collect(Collectors.joining(",")));
        configuration.put("skein.operator.token", secrets.operatorToken());
        // On one machine the load comes from its owner.
        configuration.put("skein.limits.writes-per-minute", "0");
        return overridden(configuration, settings);
    }

    static Map<String, String> query(Settings settings, Endpoints endpoints, int port) {
        Map<String, String> configuration = common(settings, endpoints, port);
        configuration.put("skein.http.advertised", "127.0.0.1:" + port);
        configuration.put("skein.jwks.url", endpoints.ingest() + "/.well-known/jwks.json");
        // With a second instance there is somebody to keep a copy, and reads go on while one of them dies.
        configuration.put("skein.standbys", settings.ports().query().size() > 1 ? "1" : "0");
        if (settings.reaches(Elasticsearch.NAME)) {
            configuration.put("skein.search.url", endpoints.search());
        }
        if (settings.reaches(Cassandra.NAME)) {
            configuration.put(
                    "skein.archive.contact-points", endpoints.archive().contactPoints());
            configuration.put("skein.archive.datacenter", endpoints.archive().datacenter());
        }
        return overridden(configuration, settings);
    }

    private static Map<String, String> common(Settings settings, Endpoints endpoints, int port) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("skein.kafka.bootstrap-servers", endpoints.kafka());
        configuration.put("skein.registry.url", endpoints.registry());
        configuration.put("skein.partitions", Integer.toString(settings.partitions()));
        configuration.put("skein.http.host", "127.0.0.1");
        configuration.put("skein.http.port", Integer.toString(port));
        if (settings.reaches(S3.NAME)) {
            Endpoints.Media media = endpoints.media();
            configuration.put("skein.media.s3.endpoint", media.endpoint());
            configuration.put("skein.media.s3.region", media.region());
            configuration.put("skein.media.s3.bucket", media.bucket());
            configuration.put("skein.media.s3.access-key", media.accessKey());
            configuration.put("skein.media.s3.secret-key", media.secretKey());
            configuration.put("skein.media.s3.public-url", media.publicUrl());
        }
        return configuration;
    }

    private static Map<String, String> overridden(Map<String, String> configuration, Settings settings) {
        configuration.putAll(settings.user().apis());
        configuration.putAll(settings.apis());
        return configuration;
    }
}
