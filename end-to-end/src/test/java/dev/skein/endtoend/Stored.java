package dev.skein.endtoend;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.local.system.Endpoints;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What lies in PostgreSQL, in Elasticsearch and in Cassandra. */
final class Stored implements AutoCloseable {
    /** Without their generation. */
    static final List<String> INDEXES = List.of("skein-tweets", "skein-users");

    static final List<String> TABLES = List.of("tweets_by_id", "tweets_by_author");
    /** Of PostgreSQL, those that hold what people tell. */
    static final List<String> ROWS = List.of("users", "idempotency_keys");

    private static final int PAGE = 5_000;

    private final Api elasticsearch;
    private final CqlSession cassandra;
    private final Endpoints.Database postgres;

    Stored(Endpoints endpoints) {
        elasticsearch = new Api("elasticsearch", URI.create(endpoints.search()));
        postgres = endpoints.database();
        Endpoints.Archive archive = endpoints.archive();
        String[] point = archive.contactPoints().split(":", -1);
        cassandra = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(point[0], Integer.parseInt(point[1])))
                .withLocalDatacenter(archive.datacenter())
                .withKeyspace("skein")
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(20))
                        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(500))
                        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                        .build())
                .build();
    }

    /** Answers of Elasticsearch's REST API. */
    JsonNode elasticsearch(String path) {
        return elasticsearch.get(path).send().json();
    }

    /** Of each of an author's tweets in what readers search, its version. */
    Map<Long, Long> indexed(long author) {
        elasticsearch.post("/skein-tweets/_refresh").send().expect(200);
        Map<Long, Long> versions = new TreeMap<>();
        List<Object> after = List.of();
        while (true) {
            Map<String, Object> question = new HashMap<>(Map.of(
                    "size", PAGE,
                    "_source", List.of("version"),
                    "query", Map.of("term", Map.of("author.id", author)),
                    "sort", List.of("id")));
            if (!after.isEmpty()) {
                question.put("search_after", after);
            }
            JsonNode hits = elasticsearch
                    .post("/skein-tweets/_search")
                    .json(question)
                    .send()
                    .expect(200)
                    .json()
                    .path("hits")
                    .path("hits");
            if (hits.isEmpty()) {
                return versions;
            }
            for (JsonNode hit : hits) {
                long id = hit.path("_id").asLong();
                versions.put(id, hit.path("_source").path("version").asLong());
                after = List.of(id);
            }
        }
    }

    /** Of each of an author's tweets in a table, its version. */
    Map<Long, Long> archived(String table, long author) {
        Map<Long, Long> versions = new TreeMap<>();
        cassandra.execute("SELECT id, author_id, version FROM " + table).forEach(row -> {
            if (row.getLong("author_id") == author) {
                versions.put(row.getLong("id"), row.getLong("version"));
            }
        });
        return versions;
    }

    /** Whether a tweet is in the table by ids. */
    boolean isArchived(long tweet) {
        return cassandra
                        .execute("SELECT id FROM tweets_by_id WHERE id = " + tweet)
                        .one()
                != null;
    }

    /** The indexes and tables of which some document or row holds the mark: all that there are, whatever they are called. */
    Set<String> holding(String mark) throws SQLException {
        Set<String> found = new TreeSet<>();
        elasticsearch("/_aliases").fieldNames().forEachRemaining(index -> {
            elasticsearch.post("/" + index + "/_refresh").send().expect(200);
            if (elasticsearch
                    .get("/" + index + "/_search?size=10000")
                    .send()
                    .expect(200)
                    .body()
                    .contains(mark)) {
                found.add(index.replaceFirst("-[0-9]+$", ""));
            }
        });
        cassandra
                .execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'skein'")
                .forEach(table -> {
                    String name = table.getString(0);
                    cassandra.execute("SELECT JSON * FROM " + name).forEach(row -> {
                        if (String.valueOf(row.getString(0)).contains(mark)) {
                            found.add(name);
                        }
                    });
                });
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names =
                    statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery(
                        "select 1 from " + table + " t where t::text like '%" + mark + "%' limit 1")) {
                    if (rows.next()) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        cassandra.close();
    }
}
