package dev.skein.local.system;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code skein.properties} in the home folder. A server that is named there by its address is the user's own and is not
 * started. {@code NAME.java-options} adds to a server's Java options; {@code skein.…} goes to both APIs as it stands.
 */
public record UserConfiguration(Map<String, String> values) {

    public static final String KAFKA = "kafka.bootstrap-servers";
    public static final String REGISTRY = "registry.url";
    public static final String CONNECT = "connect.url";
    public static final String POSTGRES = "postgres.url";
    public static final String POSTGRES_USER = "postgres.user";
    public static final String POSTGRES_PASSWORD = "postgres.password";

    public static final String ELASTICSEARCH = "elasticsearch.url";
    public static final String CASSANDRA = "cassandra.contact-points";
    public static final String CASSANDRA_DATACENTER = "cassandra.datacenter";
    public static final String S3 = "s3.endpoint";
    public static final String S3_REGION = "s3.region";
    public static final String S3_BUCKET = "s3.bucket";
    public static final String S3_ACCESS_KEY = "s3.access-key";
    public static final String S3_SECRET_KEY = "s3.secret-key";
    public static final String S3_PUBLIC_URL = "s3.public-url";

    /** Nothing brought along. */
    public static final UserConfiguration NONE = new UserConfiguration(Map.of());

    private static final String JDBC = "jdbc:";

    public UserConfiguration {
        values = Map.copyOf(values);
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeIf(key -> known().contains(key) || key.startsWith("skein."));
        if (!unknown.isEmpty()) {
            throw new LocalException("skein.properties: unknown " + unknown + "; known are " + new TreeSet<>(known())
                    + " and what begins with skein.");
        }
        String database = values.get(POSTGRES);
        if (database != null) {
            requireDatabase(database);
        }
    }

    private static Set<String> known() {
        return Set.of(
                KAFKA,
                REGISTRY,
                CONNECT,
                POSTGRES,
                POSTGRES_USER,
                POSTGRES_PASSWORD,
                ELASTICSEARCH,
                CASSANDRA,
                CASSANDRA_DATACENTER,
                S3,
                S3_REGION,
                S3_BUCKET,
                S3_ACCESS_KEY,
                S3_SECRET_KEY,
                S3_PUBLIC_URL,
                "elasticsearch.java-options",
                "cassandra.java-options",
                "s3.java-options",
                "kafka.java-options",
                "registry.java-options",
                "connect.java-options",
                "ingest-api.java-options",
                "query-api.java-options");
    }

    /** Empty where there is no such file. */
    public static UserConfiguration read(Path file) {
        if (!Files.exists(file)) {
            return NONE;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new LocalException(file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.forEach(
                (key, value) -> values.put(key.toString(), value.toString().trim()));
        return new UserConfiguration(values);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    String javaOptions(String server) {
        return values.getOrDefault(server + ".java-options", "");
    }

    /** Configuration for our APIs. */
    Map<String, String> apis() {
        Map<String, String> apis = new TreeMap<>(values);
        apis.keySet().removeIf(key -> !key.startsWith("skein."));
        return apis;
    }

    private static void requireDatabase(String url) {
        if (!url.startsWith(JDBC + "postgresql://")
                || URI.create(url.substring(JDBC.length())).getPath().length() < 2) {
            throw new LocalException(
                    "skein.properties: postgres.url must look like jdbc:postgresql://host:5432/database, not " + url);
        }
    }
}
