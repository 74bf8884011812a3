package dev.skein.query;

import dev.skein.catalog.App;
import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.TopicFollower;
import dev.skein.catalog.Topics;
import dev.skein.http.ApiInfo;
import dev.skein.http.Bearer;
import dev.skein.http.Cursors;
import dev.skein.http.Health;
import dev.skein.http.HealthCheck;
import dev.skein.http.HttpServer;
import dev.skein.http.Ids;
import dev.skein.http.JwtVerifier;
import dev.skein.http.Metrics;
import dev.skein.http.RemoteKeys;
import dev.skein.http.Revocations;
import dev.skein.http.media.MediaUrls;
import dev.skein.query.archive.Archive;
import dev.skein.query.archive.CassandraArchive;
import dev.skein.query.archive.NoArchive;
import dev.skein.query.config.QueryConfig;
import dev.skein.query.fetch.Fetch;
import dev.skein.query.fetch.LocalAnswers;
import dev.skein.query.fetch.Lookups;
import dev.skein.query.fetch.Peers;
import dev.skein.query.hosting.CaughtUp;
import dev.skein.query.hosting.ExitReason;
import dev.skein.query.hosting.StreamsHost;
import dev.skein.query.hosting.Topologies;
import dev.skein.query.live.TopicTail;
import dev.skein.query.routing.DeadPeers;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Routing;
import dev.skein.query.search.Search;
import dev.skein.query.web.Activity;
import dev.skein.query.web.Forwarding;
import dev.skein.query.web.Live;
import dev.skein.query.web.Routes;
import dev.skein.schemas.activity.Revocation;
import dev.skein.streams.Applied;
import dev.skein.streams.DeliveryLog;
import dev.skein.streams.TimelineWatch;
import dev.skein.streams.TopologySettings;
import io.micrometer.core.instrument.Gauge;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.LoggerFactory;

/** A running query instance: everything is built here, in the order in which it depends on each other. */
public final class QueryApi implements AutoCloseable {
    private static final ApiInfo INFO = new ApiInfo(
            "Skein query API",
            "1",
            "Timelines, people, tweets and trends. Any instance answers any request. Ids are strings, times RFC 3339 in UTC, "
                    + "errors application/problem+json; a 503 with Retry-After means that a partition is moving.");
    /** Threads for what comes back from other instances. */
    private static final int PEER_THREADS = 8;

    private static final Duration ARCHIVE_AFTER = Duration.ofSeconds(2);
    /** Less than a key is published ahead of its first token, unless keys are rotated every few minutes. */
    private static final int KEYS_REFRESHED_SECONDS = 30;
    /** Clocks of two machines differ a little. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);
    /** Of whoever has a stream open; who does not answer has vanished. */
    private static final Duration PING_EVERY = Duration.ofSeconds(20);

    /** What to close, the last opened first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private QueryApi() {}

    /**
     * Starts listening, and the applications; {@code /health/ready} tells when all of them run.
     *
     * @param exit completed when the process must end
     */
    public static QueryApi start(QueryConfig config, CompletableFuture<ExitReason> exit, Clock clock) {
        QueryApi api = new QueryApi();
        try {
            api.open(config, exit, clock);
            return api;
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    private void open(QueryConfig config, CompletableFuture<ExitReason> exit, Clock clock) {
        Codecs codecs = new Codecs(new HttpSchemaRegistry(config.registryUrl()));
        Metrics metrics = new Metrics("query-api");
        Applied applied = new Applied();

        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()));
        opened.push(admin);
        DeliveryLog deliveryLog = new DeliveryLog();
        TimelineWatch watch = new TimelineWatch();
        TopologySettings settings = new TopologySettings(
                config.partitions(), codecs, applied, config.thresholds(), config.timelines(deliveryLog, clock, watch));
        StreamsHost host = new StreamsHost(
                config, app -> Topologies.of(app, settings), admin, metrics.registry(), exit, deliveryLog, clock);
        opened.push(host);
        KafkaActivityLog activityLog = new KafkaActivityLog(config, codecs);
        opened.push(activityLog);

        ExecutorService peerThreads = Executors.newFixedThreadPool(PEER_THREADS, task -> {
            Thread thread = new Thread(task, "peers");
            thread.setDaemon(true);
            return thread;
        });
        opened.push(peerThreads::shutdown);
        DeadPeers deadPeers = new DeadPeers(System::nanoTime);
        Peers peers = new Peers(deadPeers, peerThreads);
        Routing routing =
                new Routing(Instance.parse(config.advertised()), config.partitions(), host.owners(), deadPeers);
        CaughtUp caughtUp = new CaughtUp(admin, applied, host.commits(App.AUTHOR));
        Fetch fetch = new Fetch(
                routing, new LocalAnswers(host.stores(), caughtUp), peers, new Lookups(codecs, config.prefix()));

        Revocations revocations = new Revocations();
        TopicFollower<String, Revocation> revoked = TopicFollower.start(
                config.bootstrapServers(),
                config.prefix() + "-query-revocations",
                Topics.REVOCATIONS,
                codecs,
                (subject, revocation, at) -> {
                    if (revocation != null) {
                        revocations.add(subject, revocation.getIssuedBefore(), revocation.getExcept(), at);
                    }
                },
                revocations::complete);
        opened.push(revoked);
        Gauge.builder("skein.revocations.held", revocations, Revocations::size).register(metrics.registry());
        RemoteKeys keys = new RemoteKeys(config.jwks(), config.stateDir().resolve("jwks.json"));
        opened.push(housekeeping(keys, revocations, clock));

        Archive archive = new NoArchive();
        if (config.archive().isSet()) {
            // Not at once: those who waited for the start ask in the first seconds.
            CassandraArchive cassandra = new CassandraArchive(
                    config.archive(),
                    host.running()
                            .thenRunAsync(
                                    () -> {},
                                    CompletableFuture.delayedExecutor(
                                            ARCHIVE_AFTER.toMillis(), TimeUnit.MILLISECONDS)));
            opened.push(cassandra);
            archive = cassandra;
        }
        JwtVerifier verifier = new JwtVerifier(keys, clock, revocations);
        Activity activity = new Activity(activityLog, clock);
        Live live = new Live(
                routing,
                host.stores(),
                fetch,
                new MediaUrls(config.media(), clock),
                activity,
                verifier,
                watch,
                new TopicTail(
                        config.bootstrapServers(),
                        config.prefix() + "-query-streams",
                        List.of(Topics.NOTIFICATIONS, Topics.ENGAGEMENT, Topics.TWEET_STATE)),
                codecs,
                clock,
                PING_EVERY);
        Routes routes = new Routes(
                new Bearer(verifier),
                new Ids(id -> Id.millis(id) > clock.millis() + CLOCK_DIFFERENCE.toMillis()),
                new Cursors(config.cursorSecret()),
                routing,
                new Forwarding(routing, host.stores(), peers, peerThreads),
                host.stores(),
                fetch,
                activity,
                new Search(config.search().orElse(null)),
                archive,
                live,
                clock);
        Map<String, HealthCheck> checks = new LinkedHashMap<>();
        checks.put("applications", host::missing);
        checks.put("revocations", revoked::missing);
        // What takes longest begins as soon as all else is known to be in order; the server listens long before it is
        // done.
        host.start();
        opened.push(HttpServer.start(config.http(), INFO, new Health(checks), metrics, routes));
        // Closed first: a connection that is told why it ends comes back elsewhere.
        opened.push(live.start(metrics.registry()));
    }

    /** Learns the next key before anything is signed with it, and forgets revocations that no token can outlive. */
    private static AutoCloseable housekeeping(RemoteKeys keys, Revocations revocations, Clock clock) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread housekeeping = new Thread(task, "housekeeping");
            housekeeping.setDaemon(true);
            return housekeeping;
        });
        long kept = Topics.REVOCATIONS.retention().keep().orElseThrow().toMillis();
        @SuppressWarnings("unused") // Nobody waits for it; both guard themselves.
        var forever = thread.scheduleWithFixedDelay(
                () -> {
                    keys.refresh();
                    revocations.forgetSaidBefore(clock.millis() - kept);
                },
                0,
                KEYS_REFRESHED_SECONDS,
                TimeUnit.SECONDS);
        return thread::shutdownNow;
    }

    /** Takes no more requests, lets those under way end, stops the applications. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LoggerFactory.getLogger(QueryApi.class).warn("closing", e);
            }
        }
    }
}
