package dev.skein.connectors;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The connectors that carry topics into Elasticsearch and Cassandra, and what they write into. */
public final class Sinks {

    /** What a reader asks; each is an alias of the index that stands. */
    public static final List<String> INDEXES = List.of("tweets", "users");

    /** The topics that they are filled from. */
    public static final List<String> SEARCHED = List.of("tweet-state", "users");

    /** The archive's name in Connect. */
    public static final String ARCHIVE = "archive";

    /** Where the archive's tables are. */
    public static final String KEYSPACE = "skein";

    private Sinks() {}

    /** The name in Connect of what fills a generation of indexes. */
    public static String searchName(int generation) {
        return "search-" + generation;
    }

    /** What readers ask: {@code skein-tweets}, {@code skein-users}. */
    public static String alias(String index) {
        return "skein-" + index;
    }

    /** A generation of it. */
    public static String index(String index, int generation) {
        return alias(index) + "-" + generation;
    }

    /** Settings and mappings in JSON. */
    public static String definition(String index) {
        return text("index-" + index + ".json");
    }

    /** The file {@code search.json} for one generation. */
    public static Map<String, String> search(String elasticsearch, String registry, int generation) {
        Map<String, String> configuration = file("search.json");
        configuration.put("connection.url", elasticsearch);
        configuration.put("value.converter.schema.registry.url", registry);
        INDEXES.forEach(index -> configuration.put("transforms." + index + ".replacement", index(index, generation)));
        return configuration;
    }

    /** The file {@code archive.json} for a cluster. */
    public static Map<String, String> archive(String contactPoints, String datacenter, String registry) {
        Map<String, String> configuration = file("archive.json");
        configuration.put("cassandra.contact.points", contactPoints);
        configuration.put("cassandra.local.datacenter", datacenter);
        configuration.put("value.converter.schema.registry.url", registry);
        return configuration;
    }

    /** What makes the archive's tables where they are missing, one statement each. */
    public static List<String> tables() {
        return Pattern.compile(";")
                .splitAsStream(text("archive.cql").replaceAll("(?m)^--.*$", ""))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    static Map<String, String> file(String name) {
        try {
            return new ObjectMapper().readValue(text(name), new TypeReference<TreeMap<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String name) {
        try (InputStream file = Sinks.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
