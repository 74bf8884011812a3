package dev.skein.ingest;

import dev.skein.catalog.Id;
import dev.skein.catalog.Topics;
import dev.skein.http.HttpConfig;
import dev.skein.http.Settings;
import dev.skein.http.media.MediaConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What an instance is started with; the keys are in {@code skein.} and in {@code IngestConfigTest}.
 *
 * @param http where it listens
 * @param kafkaBootstrapServers brokers to begin with
 * @param registryUrl base of the schema registry's REST API, as Confluent's
 * @param partitions of every topic: a power of two up to 1024, the same in all processes and for good
 * @param postgres where people and keys lie
 * @param queryUrls the query API's instances
 * @param queryDeadline after which they have not answered
 * @param tokenLifetime from login to the end of a token
 * @param argon2MemoryKib memory of one password hash
 * @param argon2Iterations passes over it
 * @param operatorToken the operator's credential, empty for none
 * @param limits how often what may be tried
 * @param keys how signing keys are kept and take turns
 * @param media where media lie, and how long they may wait
 * @param peopleRemembered how long an instance believes what it has read of a person
 */
public record IngestConfig(
        HttpConfig http,
        String kafkaBootstrapServers,
        String registryUrl,
        int partitions,
        Postgres postgres,
        List<URI> queryUrls,
        Duration queryDeadline,
        Duration tokenLifetime,
        int argon2MemoryKib,
        int argon2Iterations,
        String operatorToken,
        Limits limits,
        Keys keys,
        Media media,
        Duration peopleRemembered) {
    private static final int DEFAULT_PORT = 8080;
    private static final int OPERATOR_TOKEN_MIN = 16;
    private static final int MAX_CONNECTIONS = 200;
    private static final int ARGON2_MEMORY_MIN_KIB = 8;
    private static final int ARGON2_MEMORY_MAX_KIB = 1 << 20;
    private static final int ARGON2_ITERATIONS_MAX = 20;
    private static final int WRITES_MAX = 1_000_000;
    private static final int FAILURES_MAX = 1_000_000;
    private static final int KEY_SECRET_MIN = 16;
    /** What Signature Version 4 allows. */
    private static final Duration UPLOAD_WITHIN_MAX = Duration.ofDays(7);

    /**
     * Where people and keys lie.
     *
     * @param url JDBC address
     * @param connections the most connections
     */
    public record Postgres(String url, String user, String password, int connections) {
        @Override
        public String toString() {
            return "Postgres[" + url + " " + user + "]";
        }
    }

    /**
     * How often what may be tried.
     *
     * @param writesPerMinute of an account, 0 for no limit
     * @param failedLoginsPerAccount within a window, from wherever
     * @param failedLoginsPerAddress within a window, at whomever
     * @param failedLoginsWindow after which all failures are forgotten; the places come back evenly
     * @param clientAddressHeader in which a proxy names its client; empty: there is no proxy
     */
    public record Limits(
            int writesPerMinute,
            int failedLoginsPerAccount,
            int failedLoginsPerAddress,
            Duration failedLoginsWindow,
            String clientAddressHeader) {}

    /**
     * How signing keys are kept and take turns.
     *
     * @param rotateEvery how long a key signs
     * @param secret they are encrypted with at rest, empty for none
     */
    public record Keys(Duration rotateEvery, String secret) {
        @Override
        public String toString() {
            return "Keys[" + rotateEvery + "]";
        }
    }

    /**
     * Where media lie, and how long they may wait.
     *
     * @param uploadWithin how long an address to upload to is good for
     * @param unusedKept after which what is in no tweet is removed
     */
    public record Media(MediaConfig storage, Duration uploadWithin, Duration unusedKept) {}

    public IngestConfig {
        Id.requirePartitions(partitions);
        queryUrls = List.copyOf(queryUrls);
        if (queryUrls.isEmpty()) {
            throw new IllegalArgumentException("skein.query.url must name at least one address");
        }
        if (!operatorToken.isEmpty() && operatorToken.length() < OPERATOR_TOKEN_MIN) {
            throw new IllegalArgumentException(
                    "skein.operator.token must be empty or have at least " + OPERATOR_TOKEN_MIN + " characters");
        }
        if (!keys.secret().isEmpty() && keys.secret().length() < KEY_SECRET_MIN) {
            throw new IllegalArgumentException(
                    "skein.keys.secret must be empty or have at least " + KEY_SECRET_MIN + " characters");
        }
        if (media.unusedKept().compareTo(media.uploadWithin()) <= 0
                || media.uploadWithin().compareTo(UPLOAD_WITHIN_MAX) > 0) {
            throw new IllegalArgumentException(
                    "skein.media.upload-within must be less than skein.media.unused-kept, and at most "
                            + UPLOAD_WITHIN_MAX);
        }
        Duration revoked = Topics.REVOCATIONS.retention().keep().orElseThrow();
        if (tokenLifetime.compareTo(revoked) > 0) {
            throw new IllegalArgumentException("skein.tokens.lifetime must not exceed " + revoked
                    + ", for which the topic revocations is kept: a token that lives longer would come back to life");
        }
    }

    public static IngestConfig from(Settings settings) {
        return new IngestConfig(
                HttpConfig.from(settings, DEFAULT_PORT),
                settings.string("kafka.bootstrap-servers", "127.0.0.1:19092"),
                settings.uri("registry.url", "http://127.0.0.1:18081/apis/ccompat/v7")
                        .toString(),
                settings.integer("partitions", 4, 1, Id.SHARDS),
                new Postgres(
                        settings.string("postgres.url", "jdbc:postgresql://127.0.0.1:15432/postgres"),
                        settings.string("postgres.user", "postgres"),
                        settings.string("postgres.password", ""),
                        settings.integer("postgres.connections", 10, 2, MAX_CONNECTIONS)),
                settings.uris("query.url", "http://127.0.0.1:8081"),
                settings.duration("query.deadline", Duration.ofMillis(100)),
                settings.duration("tokens.lifetime", Duration.ofHours(24)),
                settings.integer("passwords.memory-kib", 19_456, ARGON2_MEMORY_MIN_KIB, ARGON2_MEMORY_MAX_KIB),
                settings.integer("passwords.iterations", 2, 1, ARGON2_ITERATIONS_MAX),
                settings.string("operator.token", ""),
                new Limits(
                        settings.integer("limits.writes-per-minute", 300, 0, WRITES_MAX),
                        settings.integer("limits.failed-logins-per-account", 10, 1, FAILURES_MAX),
                        settings.integer("limits.failed-logins-per-address", 100, 1, FAILURES_MAX),
                        settings.duration("limits.failed-logins-window", Duration.ofMinutes(15)),
                        settings.string("limits.client-address-header", "")),
                new Keys(
                        settings.duration("keys.rotate-every", Duration.ofDays(30)),
                        settings.string("keys.secret", "")),
                new Media(
                        MediaConfig.from(settings),
                        settings.duration("media.upload-within", Duration.ofMinutes(15)),
                        settings.duration("media.unused-kept", Duration.ofDays(1))),
                settings.duration("people.remembered", Duration.ofSeconds(30)));
    }

    @Override
    public String toString() {
        return "IngestConfig[" + http.host() + ":" + http.port() + " " + kafkaBootstrapServers + " " + postgres + "]";
    }
}
