package dev.skein.query.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skein.catalog.Codecs;
import dev.skein.catalog.Id;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.http.ApiInfo;
import dev.skein.http.Bearer;
import dev.skein.http.Cursors;
import dev.skein.http.Health;
import dev.skein.http.HttpConfig;
import dev.skein.http.HttpServer;
import dev.skein.http.Ids;
import dev.skein.http.Metrics;
import dev.skein.http.Settings;
import dev.skein.http.TokenVerifier;
import dev.skein.http.Viewer;
import dev.skein.http.media.MediaConfig;
import dev.skein.http.media.MediaUrls;
import dev.skein.query.FakeStores;
import dev.skein.query.archive.Archive;
import dev.skein.query.archive.NoArchive;
import dev.skein.query.fetch.Fetch;
import dev.skein.query.fetch.LocalAnswers;
import dev.skein.query.fetch.Lookups;
import dev.skein.query.fetch.Peers;
import dev.skein.query.hosting.Authority;
import dev.skein.query.routing.DeadPeers;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Owner;
import dev.skein.query.routing.Owners;
import dev.skein.query.routing.Routing;
import dev.skein.query.search.Search;
import dev.skein.streams.TimelineWatch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An instance over stores in memory. A token is {@code user-} and an id. */
final class TestApi implements AutoCloseable {
    static final Instance SELF = new Instance("this.test", 1);
    /** Tests of several instances share one registry, as instances do. */
    static final Codecs CODECS = new Codecs(new InMemorySchemaRegistry());

    private static final Duration PING_EVERY = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final Live live;
    /** What the stores would tell. */
    final TimelineWatch watch = new TimelineWatch();
    /** What topics would tell. */
    final FakeTail tail = new FakeTail();

    private volatile boolean ended;
    private volatile Instant expiry = Instant.MAX;
    /** Who was here. */
    final Set<Long> seen = ConcurrentHashMap.newKeySet();

    /** One that owns everything, and whose "not there" counts. */
    TestApi(FakeStores stores) {
        this(stores, (store, partition) -> new Owner(SELF, List.of()), (time, source) -> true);
    }

    /** One that owns nothing: another one does. */
    TestApi(FakeStores stores, Instance owner) {
        this(stores, (store, partition) -> new Owner(owner, List.of()), (time, source) -> true);
    }

    TestApi(FakeStores stores, Owners owners, Authority authority) {
        this(stores, owners, authority, null, new NoArchive(), PING_EVERY);
    }

    /** One that owns nothing, and soon notices who has vanished. */
    TestApi(FakeStores stores, Instance owner, Duration pingEvery) {
        this(
                stores,
                (store, partition) -> new Owner(owner, List.of()),
                (time, source) -> true,
                null,
                new NoArchive(),
                pingEvery);
    }

    /** One that owns everything, with an archive. */
    TestApi(FakeStores stores, Archive archive) {
        this(
                stores,
                (store, partition) -> new Owner(SELF, List.of()),
                (time, source) -> true,
                null,
                archive,
                PING_EVERY);
    }

    /** One that owns everything and asks this Elasticsearch. */
    TestApi(FakeStores stores, URI elasticsearch) {
        this(
                stores,
                (store, partition) -> new Owner(SELF, List.of()),
                (time, source) -> true,
                elasticsearch,
                new NoArchive(),
                PING_EVERY);
    }

    private TestApi(
            FakeStores stores,
            Owners owners,
            Authority authority,
            @Nullable URI elasticsearch,
            Archive archive,
            Duration pingEvery) {
        DeadPeers dead = new DeadPeers(System::nanoTime);
        Peers peers = new Peers(dead, executor);
        Routing routing = new Routing(SELF, 8, owners, dead);
        Fetch fetch = new Fetch(routing, new LocalAnswers(stores, authority), peers, new Lookups(CODECS, "skein"));
        Clock clock = Clock.systemUTC();
        Metrics metrics = new Metrics("test");
        TokenVerifier tokens = new TokenVerifier() {
            @Override
            public Viewer verify(String token) {
                return viewer(token, expiry);
            }

            @Override
            public void verifyStill(Viewer viewer) {
                if (ended || !clock.instant().isBefore(viewer.expiresAt())) {
                    throw new ApiException(new ApiError.Unauthorized("invalid_token", "The session has ended."));
                }
            }
        };
        Activity activity = new Activity((user, at) -> seen.add(user), clock);
        MediaUrls mediaUrls = new MediaUrls(MediaConfig.from(Settings.of(Map.of())), clock);
        live = new Live(routing, stores, fetch, mediaUrls, activity, tokens, watch, tail, CODECS, clock, pingEvery);
        Routes routes = new Routes(
                new Bearer(tokens),
                new Ids(id -> Id.millis(id) > clock.millis()),
                new Cursors("secret"),
                routing,
                new Forwarding(routing, stores, peers, executor),
                stores,
                fetch,
                activity,
                new Search(elasticsearch),
                archive,
                live,
                clock);
        server = HttpServer.start(
                HttpConfig.from(Settings.of(Map.of("skein.http.port", "0")), 0),
                new ApiInfo("test", "1", "test"),
                new Health(Map.of()),
                metrics,
                routes);
        live.start(metrics.registry());
    }

    /** Ends the session of everybody who came with a token before now. */
    void endSessions() {
        ended = true;
    }

    /** Tokens that are shown from now on expire soon. */
    void letTokensExpire(Duration after) {
        expiry = Instant.now().plus(after);
    }

    private static Viewer viewer(String token, Instant expiry) {
        if (!token.startsWith("user-")) {
            throw new ApiException(new ApiError.Unauthorized("invalid_token", "The token is not one of this test."));
        }
        return new Viewer(Long.parseLong(token.substring("user-".length())), "session", Instant.EPOCH, expiry);
    }

    Instance address() {
        return new Instance("127.0.0.1", server.port());
    }

    record Answer(int status, JsonNode body, HttpResponse<String> response) {
        @Nullable
        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    Answer get(String path) {
        return send(request(path).build());
    }

    Answer getAs(long user, String path) {
        return send(request(path).header("Authorization", "Bearer user-" + user).build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address() + path));
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.nullNode(), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        live.close();
        server.close();
        executor.shutdown();
    }
}
