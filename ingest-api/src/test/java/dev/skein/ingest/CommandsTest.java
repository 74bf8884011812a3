package dev.skein.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skein.catalog.Id;
import dev.skein.http.Json;
import dev.skein.http.testing.Socket;
import dev.skein.ingest.RunningIngest.Person;
import dev.skein.schemas.activity.Revocation;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.tweet.TweetEvent;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final long OLD_TWEET = Id.of(Id.EPOCH_MILLIS + 1_000_000, 1, 1, 9);

    private static RunningIngest ingest;
    private static Person ada;

    @BeforeAll
    static void start() throws Exception {
        ingest = new RunningIngest(Map.of());
        ada = ingest.register();
        ingest.query.tweet(OLD_TWEET, ingest.register().id());
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    private static Socket open(Person person) {
        return Socket.open(ingest.address("ws", "/v1/commands"), person.token());
    }

    private static ObjectNode command(String ref, String method, String path) {
        return Json.mapper()
                .createObjectNode()
                .put("ref", ref)
                .put("method", method)
                .put("path", path);
    }

    private static ObjectNode tweet(String ref, String text) {
        ObjectNode command = command(ref, "POST", "/v1/tweets");
        command.putObject("body").put("text", text);
        return command;
    }

    @Test
    void aCommandIsCarriedOutAndAnsweredAsTheRequestThatItStandsFor() throws Exception {
        try (Socket socket = open(ada)) {
            // When
            socket.send(tweet("t-1", "Grüße über die Leitung #leine"));
            JsonNode posted = socket.next();

            // Then
            String id = posted.at("/body/id").textValue();
            assertThat(posted.get("ref").textValue()).isEqualTo("t-1");
            assertThat(posted.get("status").intValue()).as(posted.toString()).isEqualTo(201);
            assertThat(posted.at("/headers/Location").textValue()).isEqualTo("/v1/tweets/" + id);
            assertThat(posted.at("/body/text").textValue()).isEqualTo("Grüße über die Leitung #leine");
            assertThat(Long.toString(
                            ingest.log.last(TweetEvent.class).getTweet().getId()))
                    .isEqualTo(id);

            // And what has no body to answer with has none
            socket.send(command("t-2", "PUT", "/v1/tweets/" + id + "/like"));
            assertThat(socket.next().toString()).isEqualTo("{\"ref\":\"t-2\",\"status\":204}");
        }
    }

    /** The model: one list of answers and one of events, for each command is done before the next one. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whateverIsSentIsDoneAndAnsweredInItsOrder(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        Person person = ingest.register();
        List<Long> tweets = List.of(OLD_TWEET, OLD_TWEET + Id.SHARDS, OLD_TWEET + 2 * Id.SHARDS);
        for (long tweet : tweets) {
            ingest.query.tweet(tweet, ada.id());
        }
        int before = ingest.log.events().size();
        List<String> events = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        Map<String, String> posted = new HashMap<>();
        int sent = 0;
        for (int connection = 0; connection < 3; connection++) {
            try (Socket socket = open(person)) {
                for (int burst = 0; burst < 4; burst++) {
                    // When more are sent than may be in flight, some of them wrong, some for the second time
                    List<String> answers = new ArrayList<>();
                    int until = sent + 1 + random.nextInt(80);
                    for (; sent < until; sent++) {
                        String ref = Integer.toString(sent);
                        long tweet = tweets.get(random.nextInt(tweets.size()));
                        int kind = random.nextInt(10);
                        if (kind < 6) {
                            String reaction = random.nextBoolean() ? "like" : "dislike";
                            boolean undone = random.nextBoolean();
                            socket.send(
                                    command(ref, undone ? "DELETE" : "PUT", "/v1/tweets/" + tweet + "/" + reaction));
                            answers.add(ref + " 204");
                            events.add((undone ? "un" : "") + reaction + " " + tweet);
                        } else if (kind < 8) {
                            String key = "key-" + seed + "-" + random.nextInt(10);
                            ObjectNode post = tweet(ref, key);
                            post.putObject("headers").put("Idempotency-Key", key);
                            socket.send(post);
                            answers.add(ref + " 201 " + key);
                            if (keys.add(key)) {
                                events.add("posted " + key);
                            }
                        } else {
                            socket.send(kind == 8 ? tweet(ref, " ") : command(ref, "PUT", "/v1/nowhere"));
                            answers.add(ref + (kind == 8 ? " 400" : " 404"));
                        }
                    }

                    // Then
                    for (String expected : answers) {
                        JsonNode answer = socket.next();
                        String text = answer.at("/body/text").asText();
                        assertThat(answer.at("/ref").asText() + " "
                                        + answer.at("/status").asInt() + (text.isEmpty() ? "" : " " + text))
                                .as("seed %d: %s", seed, answer)
                                .isEqualTo(expected);
                        if (!text.isEmpty()) {
                            String id = answer.at("/body/id").asText();
                            assertThat(posted.computeIfAbsent(text, key -> id)).isEqualTo(id);
                        }
                    }
                }
            }
        }
        // A key that comes again at once may be written again, as the same tweet: that changes nothing.
        Set<String> written = new HashSet<>();
        assertThat(ingest.log.events().stream()
                        .skip(before)
                        .map(CommandsTest::event)
                        .filter(event -> !event.startsWith("posted") || written.add(event)))
                .as("seed %d", seed)
                .isEqualTo(events);
    }

    private static String event(SpecificRecord event) {
        return event instanceof ReactionEvent reaction
                ? reaction.getKind().name().toLowerCase(Locale.ROOT) + " " + reaction.getTweetId()
                : "posted " + ((TweetEvent) event).getTweet().getText();
    }

    @Test
    void whoeverSendsMoreThanMayBeInFlightIsSlowedDownAndNotRefused() {
        try (Socket socket = open(ada)) {
            // Given a log that does not acknowledge
            ingest.log.hold();
            socket.send(command("0", "PUT", "/v1/tweets/" + OLD_TWEET + "/like"));
            AtomicInteger sent = new AtomicInteger(1);
            AtomicBoolean enough = new AtomicBoolean();
            String much = "x".repeat(60_000);

            // When a client goes on sending until it cannot
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    socket.send(tweet("" + sent.getAndIncrement(), much));
                }
            });

            // Then
            await().untilAsserted(() -> {
                int before = sent.get();
                assertThat(socket.isSilent()).isTrue();
                assertThat(sent.get()).isEqualTo(before);
                assertThat(inFlight()).isEqualTo(32);
            });
            assertThat(sent.get()).isGreaterThan(32);

            // And all of them are taken in the end
            enough.set(true);
            ingest.log.acknowledge();
            sending.join();
            for (int i = 0; i < sent.get(); i++) {
                JsonNode answer = socket.next();
                assertThat(answer.at("/ref").asInt()).isEqualTo(i);
                assertThat(answer.at("/status").asInt()).isEqualTo(i == 0 ? 204 : 400);
            }
            await().until(() -> inFlight() == 0);
        } finally {
            ingest.log.acknowledge();
        }
    }

    private static int inFlight() {
        try {
            return ingest.send("GET", "/metrics", null, null)
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("skein_commands_in_flight{"))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyCallThatTakesATokenIsTaken() throws Exception {
        JsonNode paths = RunningIngest.json(ingest.send("GET", "/openapi.json", null, null))
                .path("paths");
        int taken = 0;
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                boolean takes = call.getValue().path("security").toString().contains("token")
                        && !path.getKey().equals("/v1/commands");
                String address = path.getKey().replace("{id}", Long.toString(OLD_TWEET));
                // Somebody new each time, for some of these end their session.
                try (Socket socket = open(ingest.register())) {
                    socket.send(command("it", call.getKey().toUpperCase(Locale.ROOT), address));
                    JsonNode answer = socket.next();
                    assertThat(answer.at("/body/detail").asText().equals("This is not a call that takes a token."))
                            .as("%s %s: %s", call.getKey(), address, answer)
                            .isEqualTo(!takes);
                    taken += takes ? 1 : 0;
                }
            }
        }
        assertThat(taken).isGreaterThan(20);
    }

    @Test
    void aKeyMakesOneTweetHoweverItComes() throws Exception {
        try (Socket socket = open(ada)) {
            ObjectNode command = tweet("k", "only once");
            command.putObject("headers").put("Idempotency-Key", "commands-1");

            socket.send(command);
            String first = socket.next().at("/body/id").textValue();
            socket.send(command);
            String second = socket.next().at("/body/id").textValue();
            HttpResponse<String> third = ingest.send(
                    "POST", "/v1/tweets", ada.token(), "{\"text\":\"only once\"}", "Idempotency-Key", "commands-1");

            assertThat(second).isEqualTo(first);
            assertThat(RunningIngest.json(third).get("id").textValue()).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|null|400|body",
                "[]|null|400|body",
                "{}|null|400|ref",
                "{'ref':7,'method':'PUT','path':'/v1/x'}|null|400|ref",
                "{'ref':'a','method':'PUT'}|a|400|path",
                "{'ref':'a','method':'PUT','path':'/v1/x','more':1}|a|400|more",
                "{'ref':'a','method':'PUT','path':'/v1/x','headers':{'Authorization':'x'}}|a|400|headers.Authorization",
                "{'ref':'a','method':'put it','path':'/v1/x'}|a|400|method",
                "{'ref':'a','method':'PUT','path':'/v1/x HTTP/1.1\\r\\nX: y'}|a|400|path",
                "{'ref':'a','method':'PUT','path':'/v1/x','headers':{'Idempotency-Key':'a\\nb'}}|a|400|Idempotency-Key",
                "{'ref':'a','method':'POST','path':'/v1/tweets','body':{'text':''}}|a|400|text",
                "{'ref':'a','method':'POST','path':'/v1/tweets','body':{'text':'\\ud83d'}}|null|400|body.text",
                "{'ref':'a','method':'POST','path':'/v1/users','body':{}}|a|404|",
                "{'ref':'a','method':'POST','path':'/v1/sessions/','body':{}}|a|404|",
                "{'ref':'a','method':'GET','path':'/metrics'}|a|404|",
                "{'ref':'a','method':'POST','path':'/v1/x/../admin/follows','body':[]}|a|404|",
                "{'ref':'a','method':'POST','path':'/v1/admin/follows','body':[]}|a|404|",
                "{'ref':'a','method':'PATCH','path':'/v1/users/me/password','body':{}}|a|405|"
            })
    void whatIsWrongIsSaidWithTheRefWhereItIsKnown(String frame, String ref, int status, String field) {
        try (Socket socket = open(ada)) {
            socket.send(frame.replace('\'', '"'));
            JsonNode answer = socket.next();

            assertThat(answer.get("ref").isNull() ? "null" : answer.get("ref").textValue())
                    .as(answer.toString())
                    .isEqualTo(ref);
            assertThat(answer.get("status").intValue()).as(answer.toString()).isEqualTo(status);
            assertThat(answer.at("/body/type").textValue()).startsWith("urn:skein:problem:");
            assertThat(answer.at("/body/errors/0/field").asText("")).isEqualTo(field == null ? "" : field);

            // And the connection goes on
            socket.send(command("then", "GET", "/v1/users/me"));
            assertThat(socket.next().at("/body/handle").textValue()).isEqualTo(ada.handle());
        }
    }

    @Test
    void aFrameThatIsTooLongEndsTheConnection() {
        try (Socket socket = open(ada)) {
            socket.send("{\"ref\":\"" + "x".repeat(70_000) + "\"}");

            assertThat(socket.closedWith()).isEqualTo(1009);
        }
    }

    @Test
    void nobodyComesInWithoutAToken() throws Exception {
        assertThatThrownBy(() -> Socket.open(ingest.address("ws", "/v1/commands"), null))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        HttpResponse<String> refused =
                ingest.send("GET", "/v1/commands", null, null, "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(RunningIngest.json(refused).get("type").textValue()).isEqualTo("urn:skein:problem:unauthorized");
        // A browser can send one only like this.
        try (Socket socket = Socket.open(ingest.address("ws", "/v1/commands?access_token=" + ada.token()), null)) {
            socket.send(command("me", "GET", "/v1/users/me"));
            assertThat(socket.next().get("status").intValue()).isEqualTo(200);
        }
        HttpResponse<String> plain = ingest.send("GET", "/v1/commands", ada.token(), null);
        assertThat(plain.statusCode()).isEqualTo(426);
        assertThat(plain.headers().firstValue("Upgrade")).hasValue("websocket");
        assertThat(ingest.send("GET", "/v1/commands", null, null).statusCode()).isEqualTo(401);
    }

    @Test
    void aWriteIsLimitedAsAnywhereElse() throws Exception {
        try (RunningIngest limited = new RunningIngest(Map.of("skein.limits.writes-per-minute", "2"))) {
            Person person = limited.register();
            try (Socket socket = Socket.open(limited.address("ws", "/v1/commands"), person.token())) {
                for (int i = 0; i < 3; i++) {
                    socket.send(tweet("" + i, "tweet " + i));
                }
                assertThat(socket.next().get("status").intValue()).isEqualTo(201);
                assertThat(socket.next().get("status").intValue()).isEqualTo(201);
                JsonNode refused = socket.next();
                assertThat(refused.get("status").intValue()).isEqualTo(429);
                assertThat(refused.at("/headers/Retry-After").asInt()).isPositive();
            }
        }
    }

    @Test
    void theConnectionEndsWithItsToken() throws Exception {
        try (RunningIngest passing = new RunningIngest(Map.of("skein.tokens.lifetime", "PT1H"))) {
            Person person = passing.register();
            try (Socket leaving = Socket.open(passing.address("ws", "/v1/commands"), person.token())) {
                // When they log out, be it over the connection itself
                leaving.send(command("bye", "DELETE", "/v1/sessions/current"));

                // Then
                assertThat(leaving.next().get("status").intValue()).isEqualTo(204);
                assertThat(passing.log.last(Revocation.class)).isNotNull();
                assertThat(leaving.closedWith()).isEqualTo(4401);
                assertThat(leaving.reason()).isEqualTo("the session has ended");
            }
            Person other = passing.register();
            passing.query.tweet(OLD_TWEET, other.id());
            try (Socket idle = Socket.open(passing.address("ws", "/v1/commands"), other.token());
                    Socket busy = Socket.open(passing.address("ws", "/v1/commands"), other.token())) {
                // When time has passed, while a command is carried out
                passing.log.hold();
                busy.send(command("late", "PUT", "/v1/tweets/" + OLD_TWEET + "/like"));
                await().until(() -> passing.log.events().stream().anyMatch(ReactionEvent.class::isInstance));
                passing.clock.advance(Duration.ofHours(2));

                // Then
                assertThat(idle.closedWith()).isEqualTo(4401);
                assertThat(idle.reason()).isEqualTo("the token has expired");

                // And what was taken is answered before
                passing.log.acknowledge();
                assertThat(busy.next().get("status").intValue()).isEqualTo(204);
                assertThat(busy.closedWith()).isEqualTo(4401);
            }
            await().untilAsserted(() -> assertThat(
                            passing.send("GET", "/metrics", null, null).body())
                    .contains("skein_commands_open{application=\"skein-ingest\"} 0.0"));
        }
    }
}
