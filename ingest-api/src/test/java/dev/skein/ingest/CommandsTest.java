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
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.TweetEvent;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void manyAtOnceAreAnsweredInTheirOrderAndSoTheyAreDone() {
        try (Socket socket = open(ada)) {
            // Given more than may be on their way at once, some of which are wrong
            int count = 200;
            int before = ingest.log.events().size();

            // When
            for (int i = 0; i < count; i++) {
                socket.send(
                        i % 10 == 9
                                ? command("" + i, "PUT", "/v1/nowhere")
                                : command("" + i, i % 2 == 0 ? "PUT" : "DELETE", "/v1/tweets/" + OLD_TWEET + "/like"));
            }
            List<JsonNode> answers =
                    IntStream.range(0, count).mapToObj(i -> socket.next()).toList();

            // Then
            assertThat(answers.stream().map(answer -> answer.get("ref").textValue()))
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(Integer::toString)
                            .toList());
            assertThat(answers.stream().filter(answer -> answer.get("status").intValue() == 404))
                    .hasSize(count / 10);
            List<ReactionEventKind> done = ingest.log.events().stream()
                    .skip(before)
                    .map(event -> ((ReactionEvent) event).getKind())
                    .toList();
            assertThat(done)
                    .isEqualTo(IntStream.range(0, count)
                            .filter(i -> i % 10 != 9)
                            .mapToObj(i -> i % 2 == 0 ? ReactionEventKind.LIKE : ReactionEventKind.UNLIKE)
                            .toList());
        }
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
            try (Socket staying = Socket.open(passing.address("ws", "/v1/commands"), other.token())) {
                // When time has passed
                passing.clock.advance(Duration.ofHours(2));

                // Then
                assertThat(staying.closedWith()).isEqualTo(4401);
                assertThat(staying.reason()).isEqualTo("the token has expired");
            }
            await().untilAsserted(() -> assertThat(
                            passing.send("GET", "/metrics", null, null).body())
                    .contains("skein_commands_open{application=\"skein-ingest\"} 0.0"));
        }
    }
}
