package dev.skein.endtoend;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.local.system.Endpoints;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What lies in Elasticsearch and in Cassandra. */
final class Stored implements AutoCloseable {
    static final List<String> INDEXES = List.of("skein-tweets", "skein-users");
    static final List<String> TABLES = List.of("tweets_by_id", "tweets_by_author");

    private static final int PAGE = 5_000;

    private final Api elasticsearch;
    private final CqlSession cassandra;

    Stored(Endpoints endpoints) {
        elasticsearch = new Api("elasticsearch", URI.create(endpoints.search()));
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

    /** The indexes and tables of which some document or row holds the mark. */
    Set<String> holding(String mark) {
        Set<String> found = new TreeSet<>();
        for (String index : INDEXES) {
            elasticsearch.post("/" + index + "/_refresh").send().expect(200);
            String all = elasticsearch
                    .get("/" + index + "/_search?size=10000")
                    .send()
                    .expect(200)
                    .body();
            if (all.contains(mark)) {
                found.add(index);
            }
        }
        for (String table : TABLES) {
            cassandra.execute("SELECT body FROM " + table).forEach(row -> {
                if (String.valueOf(row.getString("body")).contains(mark)) {
                    found.add(table);
                }
            });
        }
        return found;
    }

    @Override
    public void close() {
        cassandra.close();
    }
}
