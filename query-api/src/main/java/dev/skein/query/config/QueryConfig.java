package dev.skein.query.config;

import dev.skein.catalog.App;
import dev.skein.catalog.Id;
import dev.skein.http.HttpConfig;
import dev.skein.http.Settings;
import dev.skein.http.media.MediaConfig;
import dev.skein.streams.DeliveryLog;
import dev.skein.streams.Thresholds;
import dev.skein.streams.TimelineSettings;
import dev.skein.streams.TimelineWatch;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a query instance is told when it starts.
 *
 * @param http where it listens
 * @param advertised {@code host:port} by which other instances reach it; the listening address by default
 * @param bootstrapServers of Kafka
 * @param registryUrl base of the schema registry's Confluent API
 * @param jwks where the ingest API publishes the keys that tokens are signed with
 * @param partitions of every topic that is cut by shard
 * @param prefix of application ids; another one makes another system on the same Kafka
 * @param applications which of the six it hosts
 * @param stateDir where stores and snapshots lie; one process at a time
 * @param threads stream threads of each application
 * @param standbys copies of each store on other instances; reads go on from them when an instance dies
 * @param replicationFactor of internal topics; -1: the broker's default
 * @param blockCacheMegabytes RocksDB's cache, shared by all stores of the process; memtables count against it
 * @param writeBufferMegabytes RocksDB's memtables, shared by all stores of the process
 * @param thresholds where people begin to be treated otherwise
 * @param media where media lie; of the object storage's keys only those are needed that sign addresses
 * @param timelineBytesMax memory for home timelines; beyond it those not looked at for longest are dropped and rebuilt
 * @param timelineSnapshotEvery how often home timelines are written to disk
 * @param timelineAgeMax older entries of home timelines are not kept
 * @param archive where what is older than an author's newest tweets is listed
 * @param search base of Elasticsearch's REST API; empty where there is no search
 * @param cursorSecret signs cursors; the same on every instance
 */
public record QueryConfig(
        HttpConfig http,
        String advertised,
        String bootstrapServers,
        String registryUrl,
        URI jwks,
        int partitions,
        String prefix,
        Set<App> applications,
        Path stateDir,
        int threads,
        int standbys,
        int replicationFactor,
        int blockCacheMegabytes,
        int writeBufferMegabytes,
        Thresholds thresholds,
        MediaConfig media,
        long timelineBytesMax,
        Duration timelineSnapshotEvery,
        Duration timelineAgeMax,
        ArchiveConfig archive,
        Optional<URI> search,
        String cursorSecret) {
    private static final int DEFAULT_PORT = 8081;

    /** Checks what one key alone cannot tell. */
    public QueryConfig {
        Id.requirePartitions(partitions);
        applications = Set.copyOf(applications);
        if (applications.isEmpty()) {
            throw new IllegalArgumentException("skein.applications must name at least one application");
        }
        if (writeBufferMegabytes > blockCacheMegabytes) {
            throw new IllegalArgumentException(
                    "skein.rocksdb.write-buffer-megabytes must not exceed skein.rocksdb.block-cache-megabytes");
        }
    }

    /** Reads every key; what is wrong is said with the key's name. */
    public static QueryConfig from(Settings settings) {
        HttpConfig http = HttpConfig.from(settings, DEFAULT_PORT);
        ArchiveConfig archive = ArchiveConfig.from(settings);
        return new QueryConfig(
                http,
                settings.string("http.advertised", http.host() + ":" + http.port()),
                settings.string("kafka.bootstrap-servers", "127.0.0.1:19092"),
                settings.string("registry.url", "http://127.0.0.1:18081/apis/ccompat/v7"),
                settings.uri("jwks.url", "http://127.0.0.1:8080/.well-known/jwks.json"),
                settings.integer("partitions", 4, 1, Id.SHARDS),
                settings.string("prefix", "skein"),
                applications(settings.list("applications", "author,home,engagement,trends,notifications,suggestions")),
                Path.of(settings.string("state.dir", "state")),
                settings.integer("streams.threads", 1, 1, 64),
                settings.integer("standbys", 1, 0, 8),
                settings.integer("streams.replication-factor", -1, -1, 16),
                settings.integer("rocksdb.block-cache-megabytes", 256, 8, 1 << 20),
                settings.integer("rocksdb.write-buffer-megabytes", 96, 4, 1 << 20),
                new Thresholds(
                        settings.integer("famous.followers", Thresholds.DEFAULT.famousFollowers(), 0, 1 << 30),
                        settings.duration("inactive.after", Thresholds.DEFAULT.inactiveAfter()),
                        archive.isSet() ? archive.after() : Thresholds.ALL),
                MediaConfig.from(settings),
                bytesOrHalfTheHeap(settings.number("timelines.max-bytes", 0, 0, Long.MAX_VALUE)),
                settings.duration("timelines.snapshot-every", Duration.ofMinutes(1)),
                settings.duration("timelines.max-age", Duration.ofDays(30)),
                archive,
                settings.string("search.url", "").isBlank()
                        ? Optional.empty()
                        : Optional.of(settings.uri("search.url", "")),
                settings.string("cursor.secret", "skein"));
    }

    /**
     * What the store of home timelines is told.
     *
     * @param log told where it begins before the store is opened
     * @param watch is told what enters them
     */
    public TimelineSettings timelines(DeliveryLog log, Clock clock, TimelineWatch watch) {
        return new TimelineSettings(
                timelineBytesMax,
                timelineSnapshotEvery,
                timelineAgeMax,
                log,
                clock,
                watch,
                stateDir.toAbsolutePath().resolve(App.HOME.id(prefix)));
    }

    private static long bytesOrHalfTheHeap(long bytes) {
        return bytes > 0 ? bytes : Runtime.getRuntime().maxMemory() / 2;
    }

    private static Set<App> applications(List<String> names) {
        Set<App> apps = EnumSet.noneOf(App.class);
        for (String name : names) {
            apps.add(Arrays.stream(App.values())
                    .filter(app -> app.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "skein.applications names '" + name + "', which is none of the six")));
        }
        return apps;
    }
}
