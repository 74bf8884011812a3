package dev.skein.ingest;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.IdGenerator;
import dev.skein.catalog.TopicFollower;
import dev.skein.catalog.Topics;
import dev.skein.http.ApiInfo;
import dev.skein.http.Bearer;
import dev.skein.http.Health;
import dev.skein.http.HealthCheck;
import dev.skein.http.HttpServer;
import dev.skein.http.Ids;
import dev.skein.http.JwtVerifier;
import dev.skein.http.Metrics;
import dev.skein.http.Revocations;
import dev.skein.http.media.MediaUrls;
import dev.skein.ingest.api.AccountHandlers;
import dev.skein.ingest.api.Accounts;
import dev.skein.ingest.api.Actors;
import dev.skein.ingest.api.AdminHandlers;
import dev.skein.ingest.api.BulkHandlers;
import dev.skein.ingest.api.ClientAddress;
import dev.skein.ingest.api.Housekeeping;
import dev.skein.ingest.api.KeyHandlers;
import dev.skein.ingest.api.MediaHandlers;
import dev.skein.ingest.api.NotificationHandlers;
import dev.skein.ingest.api.Operator;
import dev.skein.ingest.api.ReactionHandlers;
import dev.skein.ingest.api.RelationHandlers;
import dev.skein.ingest.api.SessionHandlers;
import dev.skein.ingest.api.TweetHandlers;
import dev.skein.ingest.api.TweetWriter;
import dev.skein.ingest.api.WriteLimits;
import dev.skein.ingest.commands.CommandsHandler;
import dev.skein.ingest.events.EventLog;
import dev.skein.ingest.events.KafkaEventLog;
import dev.skein.ingest.lookup.Lookups;
import dev.skein.ingest.lookup.QueryApi;
import dev.skein.ingest.lookup.RecentTweets;
import dev.skein.ingest.media.Uploads;
import dev.skein.ingest.postgres.Database;
import dev.skein.ingest.postgres.IdempotencyKeys;
import dev.skein.ingest.postgres.MediaStore;
import dev.skein.ingest.postgres.People;
import dev.skein.ingest.postgres.SigningKeyStore;
import dev.skein.ingest.postgres.UserStore;
import dev.skein.ingest.postgres.WorkerLeases;
import dev.skein.ingest.session.FailedLogins;
import dev.skein.ingest.session.KeySeal;
import dev.skein.ingest.session.Passwords;
import dev.skein.ingest.session.Sessions;
import dev.skein.ingest.session.SigningKeys;
import dev.skein.ingest.session.Tokens;
import dev.skein.schemas.activity.Revocation;
import io.micrometer.core.instrument.Gauge;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running instance: everything wired by hand, in the order in which it needs each other, and closed in the reverse. */
public final class Ingest implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ingest.class);
    private static final ApiInfo INFO = new ApiInfo(
            "Skein ingest API",
            "1",
            "Writing: accounts, tweets, reactions and relations. What is written here is read from the query API.");
    /** An id this far ahead of our clock may have been made by another instance whose clock is ahead. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    private static final Duration SWEPT_EVERY = Duration.ofHours(1);
    private static final Duration PREPARED_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final HttpServer server;

    private Ingest(IngestConfig config, Clock clock) {
        Metrics metrics = new Metrics("skein-ingest");
        HttpSchemaRegistry registry = new HttpSchemaRegistry(config.registryUrl());
        KafkaEventLog events = closing(KafkaEventLog.connect(
                config.kafkaBootstrapServers(), config.partitions(), registry, metrics.registry()));
        Housekeeping preparing = closing(new Housekeeping());
        preparing.every(PREPARED_EVERY, () -> {
            if (!events.missing().isEmpty()) {
                events.prepare();
            }
        });
        Map<String, HealthCheck> checks = new LinkedHashMap<>();
        checks.put("events", () -> events.missing().isEmpty() ? null : events.missing());
        Revocations revocations = new Revocations();
        TopicFollower<String, Revocation> follower = closing(TopicFollower.start(
                config.kafkaBootstrapServers(),
                "skein-ingest-revocations",
                Topics.REVOCATIONS,
                new Codecs(registry),
                (subject, revoked, at) -> {
                    if (revoked != null) {
                        revocations.add(subject, revoked.getIssuedBefore(), revoked.getExcept(), at);
                    }
                },
                revocations::complete));
        checks.put("revocations", follower::missing);
        this.server = serve(config, clock, metrics, events, revocations, checks);
    }

    /** With an event log of the test's own instead of Kafka. */
    Ingest(IngestConfig config, Clock clock, EventLog events) {
        this.server =
                serve(config, clock, new Metrics("skein-ingest"), events, Revocations.none(), new LinkedHashMap<>());
    }

    public static Ingest start(IngestConfig config) {
        return new Ingest(config, Clock.systemUTC());
    }

    private HttpServer serve(
            IngestConfig config,
            Clock clock,
            Metrics metrics,
            EventLog events,
            Revocations revocations,
            Map<String, HealthCheck> checks) {
        IngestConfig.Postgres postgres = config.postgres();
        Database database =
                closing(Database.open(postgres.url(), postgres.user(), postgres.password(), postgres.connections()));
        WorkerLeases leases = closing(new WorkerLeases(database.jdbi(), clock::millis));
        leases.start();
        IdGenerator ids = new IdGenerator(leases::current, clock::millis);
        Passwords passwords = closing(new Passwords(config.argon2MemoryKib(), config.argon2Iterations()));
        SigningKeys signingKeys = new SigningKeys(
                new SigningKeyStore(database.jdbi()),
                new KeySeal(config.keys().secret()),
                config.keys().rotateEvery(),
                config.tokenLifetime(),
                clock);
        UserStore users = new UserStore(database.jdbi());
        People people = new People(users, config.peopleRemembered());
        IdempotencyKeys keys = new IdempotencyKeys(database.jdbi());
        Housekeeping housekeeping = closing(new Housekeeping());
        housekeeping.every(SWEPT_EVERY, () -> keys.sweep(clock.millis()));
        housekeeping.every(
                SWEPT_EVERY,
                () -> revocations.forgetSaidBefore(
                        clock.millis() - config.tokenLifetime().toMillis()));
        // On a thread of its own: an encrypted key takes a while to open.
        Housekeeping keyKeeping = closing(new Housekeeping());
        keyKeeping.every(signingKeys.maintainedEvery(), signingKeys::maintain);
        Gauge.builder("skein.revocations.held", revocations, Revocations::size).register(metrics.registry());
        Gauge.builder("skein.keys.published", signingKeys, SigningKeys::count).register(metrics.registry());

        RecentTweets recent = new RecentTweets();
        Lookups lookups = new Lookups(recent, new QueryApi(config.queryUrls(), config.queryDeadline()));
        Operator operator = new Operator(config.operatorToken());
        JwtVerifier verifier = new JwtVerifier(signingKeys, clock, revocations);
        Actors actors = new Actors(
                new Bearer(verifier),
                operator,
                people,
                new WriteLimits(config.limits().writesPerMinute()));
        Ids paths = new Ids(id -> Id.millis(id) > clock.millis() + CLOCK_TOLERANCE.toMillis());
        IngestConfig.Media media = config.media();
        Uploads uploads = new Uploads(
                media.storage(),
                new MediaStore(database.jdbi()),
                ids,
                media.uploadWithin(),
                media.unusedKept(),
                clock,
                metrics.registry());
        // On a thread of its own: the storage may take its time.
        Housekeeping mediaKeeping = closing(new Housekeeping());
        mediaKeeping.soon(uploads::prepare);
        Duration often = media.unusedKept().dividedBy(4);
        mediaKeeping.every(often.compareTo(SWEPT_EVERY) < 0 ? often : SWEPT_EVERY, uploads::sweep);
        TweetWriter writer = new TweetWriter(
                ids, paths.isFromTheFuture(), clock, people, lookups, recent, uploads, events, keys, housekeeping);
        Tokens tokens = new Tokens(signingKeys, config.tokenLifetime(), clock);
        Sessions sessions = new Sessions(events, revocations, clock);
        IngestConfig.Limits limits = config.limits();
        FailedLogins failedLogins = new FailedLogins(
                limits.failedLoginsPerAccount(),
                limits.failedLoginsPerAddress(),
                limits.failedLoginsWindow(),
                clock,
                metrics.registry());
        Accounts accounts = new Accounts(users, people, keys, passwords, failedLogins, ids);
        CommandsHandler commands = new CommandsHandler(verifier, clock, limits.clientAddressHeader());
        Gauge.builder("skein.commands.open", commands, CommandsHandler::size)
                .description("Connections that take commands")
                .register(metrics.registry());
        Gauge.builder("skein.commands.in.flight", commands, CommandsHandler::inFlight)
                .description("Commands that were taken and are not answered yet")
                .register(metrics.registry());
        // On a thread of its own: everybody who is connected is looked at.
        closing(new Housekeeping()).every(LOOKED_EVERY, commands::look);
        Handlers handlers = new Handlers(
                new AccountHandlers(actors, accounts, lookups, sessions),
                new SessionHandlers(
                        actors, accounts, lookups, tokens, sessions, new ClientAddress(limits.clientAddressHeader())),
                new TweetHandlers(actors, paths, writer, new MediaUrls(media.storage(), Clock.systemUTC())),
                new MediaHandlers(actors, uploads),
                new ReactionHandlers(actors, paths, lookups, events, ids, clock),
                new RelationHandlers(actors, paths, people, lookups, events, clock),
                new NotificationHandlers(actors, paths, events, clock),
                new AdminHandlers(operator, users, ids),
                new BulkHandlers(operator, users, tokens, events, clock),
                new KeyHandlers(signingKeys),
                commands);
        checks.put(
                "postgresql",
                () -> leases.isHeld()
                        ? null
                        : "no lease of a worker number: PostgreSQL does not answer, or all are taken");
        HttpServer started = closing(HttpServer.start(
                config.http(), INFO, new Health(checks), metrics, router -> Routes.register(router, handlers)));
        closing(commands);
        return started;
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    public int port() {
        return server.port();
    }

    /** Takes no more requests, ends those under way, and lets go of everything. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("A part did not close: {}", e.toString());
            }
        }
    }
}
