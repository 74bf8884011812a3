package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static dev.skein.query.web.World.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.http.testing.Socket;
import dev.skein.query.FakeStores;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Owner;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.streams.home.TimelineEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamsTest {
    private final FakeTimelines timelines = new FakeTimelines();
    private final FakeStores stores = new FakeStores()
            .put(Stores.TIMELINES, timelines)
            .put(Stores.RELATIONS, new IdPair(ALICE, BOB), new Relation(9L, false, false, false, 0L));
    private final TestApi owner = new TestApi(stores);
    /** It holds nothing. */
    private final TestApi other = new TestApi(new FakeStores(), owner.address());

    private int posts;

    @AfterEach
    void stop() {
        other.close();
        owner.close();
    }

    /** Somebody posts, and all the readers get it; the stream thread tells what it has applied. */
    private long post(long author, String text) {
        long id = World.id(100_000 + 100L * ++posts, Id.shard(author));
        timelines.add(new TimelineEntry(id, World.tweet(id, author, text), null));
        var teller = owner.watch.teller(Id.partition(ALICE, 8));
        teller.entered(ALICE, id);
        teller.tell();
        return id;
    }

    private static Socket open(TestApi api, long user, String query) {
        return Socket.open(URI.create("ws://" + api.address() + "/v1/stream" + query), "user-" + user);
    }

    private static Socket opened(TestApi api, long user, String query) {
        Socket socket = open(api, user, query);
        assertThat(socket.next().get("event").textValue()).isEqualTo("open");
        return socket;
    }

    private static String text(JsonNode event) {
        return event.at("/event").asText() + " " + event.at("/data/text").asText();
    }

    @Test
    void whatEntersATimelineIsToldWhereverItLies() {
        post(BOB, "before");
        try (Socket here = opened(owner, ALICE, "");
                Socket there = opened(other, ALICE, "");
                Socket twice = opened(other, ALICE, "");
                Socket stranger = opened(owner, CAROL, "")) {
            // When
            post(BOB, "Grüße");
            post(CAROL, "whom Alice does not follow");
            post(BOB, "second\nline");

            // Then
            for (Socket socket : List.of(here, there, twice)) {
                JsonNode first = socket.next();
                assertThat(text(first)).isEqualTo("item Grüße");
                assertThat(first.at("/data/author/id").asText()).isEqualTo(Long.toString(BOB));
                assertThat(first.at("/data/engagement/likes").asInt(-1)).isZero();
                assertThat(first.at("/data/viewer/liked").isBoolean()).isTrue();
                assertThat(text(socket.next())).isEqualTo("item second\nline");
            }
            assertThat(stranger.isSilent()).isTrue();
            // And whoever has a stream is here
            await().until(() -> owner.seen.contains(ALICE) || other.seen.contains(ALICE));
        }
        // And nobody is watched once they have gone
        await().until(() -> owner.watch.size() == 0);
    }

    @Test
    void whoeverComesBackGetsWhatTheyMissed() {
        String last;
        try (Socket socket = opened(other, ALICE, "")) {
            post(BOB, "one");
            post(BOB, "two");
            socket.next();
            last = socket.next().at("/id").asText();
        }
        post(BOB, "three");
        post(CAROL, "nobody's");
        post(BOB, "four");

        // At whichever instance
        try (Socket back = opened(owner, ALICE, "?after=" + last)) {
            assertThat(text(back.next())).isEqualTo("item three");
            JsonNode four = back.next();
            assertThat(text(four)).isEqualTo("item four");
            last = four.at("/id").asText();
            post(BOB, "five");
            assertThat(text(back.next())).isEqualTo("item five");
        }
        // And whoever missed very much loads it anew
        for (int i = 0; i < 101; i++) {
            post(BOB, "many " + i);
        }
        try (Socket back = opened(other, ALICE, "?after=" + last)) {
            JsonNode reload = back.next();
            assertThat(reload.at("/event").asText()).isEqualTo("reload");
            assertThat(reload.at("/data/what").asText()).isEqualTo("timeline");
            post(BOB, "after it");
            assertThat(text(back.next())).isEqualTo("item after it");
        }
    }

    @Test
    void theCountsOfWhatIsShownAreTold() {
        long shown = World.id(5_000, 7);
        long another = World.id(5_001, 7);
        stores.put(Stores.ENGAGEMENT, shown, likes(3));
        try (Socket socket = opened(other, ALICE, "?show=" + shown)) {
            // As they stand at first
            JsonNode first = socket.next();
            assertThat(first.at("/event").asText()).isEqualTo("engagement");
            assertThat(first.at("/data/id").asText()).isEqualTo(Long.toString(shown));
            assertThat(first.at("/data/engagement/likes").asInt()).isEqualTo(3);
            assertThat(first.has("id")).isFalse();

            // When they change, the last of many
            for (int i = 4; i < 100; i++) {
                like(other, shown, i);
                like(other, another, i);
            }
            assertThat(lastLikes(socket, shown)).isEqualTo(99);

            // And when the client shows something else
            socket.send("{\"show\":[\"" + another + "\"]}");
            assertThat(socket.next().at("/data/id").asText()).isEqualTo(Long.toString(another));
            like(other, shown, 100);
            like(other, another, 100);
            assertThat(lastLikes(socket, another)).isEqualTo(100);

            // And what is wrong is said
            socket.send("{\"show\":[\"x\"]}");
            JsonNode problem = socket.next();
            assertThat(problem.at("/event").asText()).isEqualTo("problem");
            assertThat(problem.at("/data/errors/0/field").asText()).isEqualTo("show");
        }
    }

    @Test
    void whatIsShownAndWasEditedOrIsGoneIsTold() {
        Tweet tweet = World.tweet(World.id(6_000, 7), BOB, "first");
        Tweet another = World.tweet(World.id(6_001, 7), BOB, "another");
        stores.put(Stores.TWEETS, tweet.getId(), new TweetEvent(TweetEventKind.POSTED, tweet));
        World.delete(stores, another.getId(), BOB);
        try (Socket socket = opened(other, ALICE, "?show=" + tweet.getId() + "," + another.getId());
                Socket elsewhere = opened(owner, CAROL, "?show=" + World.id(6_002, 7))) {
            // When it went while the client was away
            JsonNode removed = socket.next();
            assertThat(removed.at("/event").asText()).isEqualTo("removed");
            assertThat(removed.at("/data/id").asText()).isEqualTo(Long.toString(another.getId()));
            assertThat(socket.next().at("/event").asText()).isEqualTo("engagement");
            assertThat(socket.next().at("/event").asText()).isEqualTo("engagement");
            assertThat(elsewhere.next().at("/event").asText()).isEqualTo("engagement");

            // When it is told as it was posted, edited, and deleted
            state(tweet);
            state(Tweet.newBuilder(tweet).setText("second").setEditedAt(9_000L).build());
            JsonNode edited = socket.next();
            assertThat(edited.at("/event").asText()).isEqualTo("edited");
            assertThat(edited.at("/data/id").asText()).isEqualTo(Long.toString(tweet.getId()));
            assertThat(edited.at("/data/text").asText()).isEqualTo("second");
            assertThat(edited.at("/data/viewer").isNull()).isTrue();
            apis().forEach(api -> api.tail.tell(Topics.TWEET_STATE, tweet.getId(), null));
            JsonNode gone = socket.next();
            assertThat(gone.at("/event").asText()).isEqualTo("removed");
            assertThat(gone.at("/data/id").asText()).isEqualTo(Long.toString(tweet.getId()));
            assertThat(elsewhere.isSilent()).isTrue();
        }
    }

    private List<TestApi> apis() {
        return List.of(owner, other);
    }

    private void state(Tweet tweet) {
        byte[] state =
                TestApi.CODECS.value(Topics.TWEET_STATE).serializer().serialize(Topics.TWEET_STATE.name(), tweet);
        apis().forEach(api -> api.tail.tell(Topics.TWEET_STATE, tweet.getId(), state));
    }

    private static Engagement likes(long likes) {
        return new Engagement(likes, 0L, 0L, 0L, 0L);
    }

    private static void like(TestApi api, long tweet, long likes) {
        api.tail.tell(
                Topics.ENGAGEMENT,
                tweet,
                TestApi.CODECS.value(Topics.ENGAGEMENT).serializer().serialize(Topics.ENGAGEMENT.name(), likes(likes)));
    }

    /** Counts are gathered: between the first and the last, some or none are told. */
    private static int lastLikes(Socket socket, long tweet) {
        int likes = 0;
        while (likes < 99) {
            JsonNode event = socket.next();
            assertThat(event.at("/data/id").asText()).isEqualTo(Long.toString(tweet));
            likes = event.at("/data/engagement/likes").asInt();
        }
        return likes;
    }

    @Test
    void whatWasBroughtBackIsLoadedAnew() {
        try (Socket socket = opened(other, ALICE, "")) {
            var teller = owner.watch.teller(Id.partition(ALICE, 8));
            teller.changed(ALICE);
            teller.changed(ALICE);
            teller.tell();

            assertThat(socket.next().at("/event").asText()).isEqualTo("reload");
            assertThat(socket.isSilent()).isTrue();
        }
    }

    @Test
    void aFamousAuthorReachesAllWhoFollow() {
        try (Socket follower = opened(other, ALICE, "");
                Socket stranger = opened(other, CAROL, "")) {
            long id = World.id(900_000, Id.shard(BOB));
            timelines.add(new TimelineEntry(id, World.tweet(id, BOB, "to everybody"), null));
            for (int partition = 0; partition < 8; partition++) {
                var teller = owner.watch.teller(partition);
                teller.published(BOB, id);
                teller.tell();
            }

            assertThat(text(follower.next())).isEqualTo("item to everybody");
            assertThat(follower.isSilent()).isTrue();
            assertThat(stranger.isSilent()).isTrue();
        }
    }

    /** What a client says while its stream is being opened counts, not what it said before. */
    @Test
    void whatAClientShowsBeforeItsStreamIsOpenedIsTold() {
        other.tail.ready = new CompletableFuture<>();
        try (Socket socket = open(other, ALICE, "?show=" + World.id(1, 1))) {
            long tweet = post(BOB, "shown");
            socket.send("{\"show\":[\"" + tweet + "\"]}");
            socket.ping();

            // When
            other.tail.ready.complete(null);

            // Then
            assertThat(List.of(
                            socket.next().at("/event").asText(),
                            socket.next().at("/event").asText()))
                    .containsExactlyInAnyOrder("open", "engagement");
            like(other, tweet, 99);
            assertThat(lastLikes(socket, tweet)).isEqualTo(99);
            assertThat(socket.isSilent()).isTrue();
        }
    }

    @Test
    void nobodyIsWatchedOnceManyHaveComeAndGone() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Random random = new Random(i);
                all.add(clients.submit(() -> {
                    TestApi api = random.nextBoolean() ? owner : other;
                    try (Socket socket = open(api, random.nextBoolean() ? ALICE : CAROL, "")) {
                        if (random.nextInt(3) > 0) {
                            // So long it takes to begin, more or less.
                            LockSupport.parkNanos(random.nextInt(5_000_000));
                        }
                        if (random.nextInt(4) == 0) {
                            socket.next();
                        }
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            clients.shutdown();
        }
        await().until(() -> openStreams(owner) + openStreams(other) == 0);
        await().until(() -> owner.watch.size() == 0);
    }

    @Test
    void aStreamEndsWithItsSession() {
        try (Socket socket = opened(other, ALICE, "")) {
            other.endSessions();

            assertThat(socket.closedWith()).isEqualTo(4401);
            assertThat(socket.reason()).isEqualTo("the session has ended");
        }
    }

    @Test
    void aStreamEndsWithItsToken() {
        other.letTokensExpire(Duration.ofSeconds(4));
        try (Socket socket = opened(other, ALICE, "")) {
            assertThat(socket.closedWith()).isEqualTo(4401);
            assertThat(socket.reason()).isEqualTo("the token has expired");
        }
    }

    @Test
    @SuppressWarnings("try") // One dies in the middle.
    void aTimelineThatMovesIsFollowedWithoutGapOrDouble() {
        AtomicReference<Instance> at = new AtomicReference<>(owner.address());
        try (TestApi next = new TestApi(stores);
                TestApi between = new TestApi(
                        new FakeStores(),
                        (store, partition) -> new Owner(at.get(), List.of()),
                        (time, source) -> true);
                Socket stays = opened(between, ALICE, "")) {
            post(BOB, "one");
            assertThat(text(stays.next())).isEqualTo("item one");

            // When it moves, and nobody tells what enters it meanwhile
            timelines.add(new TimelineEntry(
                    World.id(500_000, Id.shard(BOB)), World.tweet(World.id(500_000, Id.shard(BOB)), BOB, "two"), null));
            at.set(next.address());
            assertThat(text(stays.next())).isEqualTo("item two");
            await().until(() -> next.watch.isWatchedNow(ALICE) && !owner.watch.isWatchedNow(ALICE));

            // Then the new place tells, and the old one no more
            long three = World.id(500_001, Id.shard(BOB));
            timelines.add(new TimelineEntry(three, World.tweet(three, BOB, "three"), null));
            for (TestApi api : List.of(next, owner)) {
                var teller = api.watch.teller(Id.partition(ALICE, 8));
                teller.entered(ALICE, three);
                teller.tell();
            }
            assertThat(text(stays.next())).isEqualTo("item three");

            // And when the new one dies, what comes until it is back is told then
            next.close();
            long four = World.id(500_002, Id.shard(BOB));
            timelines.add(new TimelineEntry(four, World.tweet(four, BOB, "four"), null));
            at.set(owner.address());
            assertThat(text(stays.next())).isEqualTo("item four");
            assertThat(stays.isSilent()).isTrue();
        }
    }

    @Test
    void whoeverVanishesIsClosedWithAReason() throws Exception {
        try (TestApi soon = new TestApi(new FakeStores(), owner.address(), Duration.ofSeconds(1));
                Socket answers = opened(soon, ALICE, "");
                java.net.Socket silent = new java.net.Socket(
                        InetAddress.getLoopbackAddress(), soon.address().port())) {
            silent.setSoTimeout(20_000);
            // When a client's machine acknowledges what is sent, but nobody is at home
            silent.getOutputStream()
                    .write(("GET /v1/stream?access_token=user-" + CAROL + " HTTP/1.1\r\nHost: x\r\n"
                                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] told = silent.getInputStream().readAllBytes();

            // Then
            assertThat(new String(told, StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 101")
                    .contains("\u00118a ping was not answered");
            // And whoever answers stays
            post(BOB, "still there");
            assertThat(text(answers.next())).isEqualTo("item still there");
            await().untilAsserted(() -> assertThat(openStreams(soon)).isEqualTo(1));
        }
    }

    static Stream<Arguments> waysToListen() {
        return Stream.of(
                Arguments.of(
                        "Connection: close\r\nAccept: text/event-stream",
                        "HTTP/1.1 200",
                        "\"code\":4429,\"reason\":\"too slow"),
                Arguments.of(
                        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "HTTP/1.1 101",
                        "\u0011Mtoo slow"));
    }

    @ParameterizedTest
    @MethodSource("waysToListen")
    void whoeverDoesNotReadIsDroppedWithAReason(String headers, String answer, String reason) throws Exception {
        try (java.net.Socket slow = new java.net.Socket()) {
            slow.setReceiveBufferSize(64 * 1024);
            slow.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), other.address().port()));
            slow.setSoTimeout(20_000);
            slow.getOutputStream()
                    .write(("GET /v1/stream?access_token=user-" + ALICE + " HTTP/1.1\r\nHost: x\r\n" + headers
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().untilAsserted(() -> assertThat(openStreams(other)).isEqualTo(1));
            try (Socket reads = opened(other, ALICE, "")) {
                String much = "x".repeat(200_000);
                // More than the two ends of a connection hold, by 3 MB; and told soon, for the reason waits for seconds
                // only.
                int posts = 40;
                for (int i = 0; i < posts; i++) {
                    post(BOB, much + i);
                    assertThat(text(reads.next())).endsWith("x" + i);
                }
                // When they look again, a moment later
                String told = new String(slow.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

                // Then
                assertThat(told).startsWith(answer).contains(reason);
                assertThat(told.length()).isLessThan(posts * much.length());
                await().untilAsserted(() -> assertThat(openStreams(other)).isEqualTo(1));
            }
        }
    }

    private static int openStreams(TestApi api) {
        return api.get("/metrics")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("skein_streams_open"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eventsComeOverPlainHttpToo() throws Exception {
        String last = "";
        try (BufferedReader events = events(other, "/v1/stream?access_token=user-" + ALICE, last)) {
            assertThat(nextEvent(events)).startsWith("event: open").anyMatch(line -> line.startsWith("id: "));
            post(BOB, "one");
            List<String> one = nextEvent(events);
            assertThat(one.get(0)).isEqualTo("event: item");
            assertThat(one.get(2)).startsWith("data: {").contains("\"text\":\"one\"");
            last = one.get(1).substring("id: ".length());
        }
        post(BOB, "two");
        try (BufferedReader events = events(other, "/v1/stream?access_token=user-" + ALICE, last)) {
            assertThat(nextEvent(events)).startsWith("event: open");
            assertThat(nextEvent(events).get(2)).contains("\"text\":\"two\"");

            other.endSessions();
            assertThat(nextEvent(events))
                    .containsExactly("event: close", "data: {\"code\":4401,\"reason\":\"the session has ended\"}");
            assertThat(events.readLine()).isNull();
        }
        await().untilAsserted(() -> assertThat(openStreams(other)).isZero());
    }

    private static BufferedReader events(TestApi api, String path, String last) throws Exception {
        var request = api.request(path).header("Accept", "text/event-stream");
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The lines of an event; comments are none. */
    private static List<String> nextEvent(BufferedReader from) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = from.readLine();
        while (line != null && !(line.isEmpty() && !lines.isEmpty())) {
            if (!line.isEmpty() && !line.startsWith(":")) {
                lines.add(line);
            }
            line = from.readLine();
        }
        return lines;
    }

    @Test
    void whatCannotBeOpenedIsSaid() {
        assertThatThrownBy(() -> Socket.open(URI.create("ws://" + owner.address() + "/v1/stream"), null))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(owner.get("/v1/stream").status()).isEqualTo(401);
        assertThat(owner.getAs(ALICE, "/v1/stream").status()).isEqualTo(426);
        var wrong = owner.getAs(ALICE, "/v1/stream?after=x");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().at("/errors/0/field").asText()).isEqualTo("after");
        assertThat(owner.getAs(ALICE, "/v1/stream?show=1,x")
                        .body()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("show");
        assertThat(owner.getAs(ALICE, "/v1/stream?show=" + "1,".repeat(200) + "1")
                        .status())
                .isEqualTo(400);
    }
}
