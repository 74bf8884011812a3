package dev.skein.ingest;

import static dev.skein.ingest.RunningIngest.field;
import static dev.skein.ingest.RunningIngest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.ingest.RunningIngest.Person;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BulkTest {
    private static RunningIngest ingest;

    @BeforeAll
    static void start() throws IOException {
        ingest = new RunningIngest(Map.of());
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @Test
    void theOperatorMakesFollowEdges() throws Exception {
        HttpResponse<String> made = follows("[{\"follower\":\"5\",\"followee\":\"7\"}]");

        assertThat(made.statusCode()).isEqualTo(204);
        FollowEvent event = ingest.log.last(FollowEvent.class);
        assertThat(event.getKind()).isEqualTo(FollowEventKind.FOLLOW);
        assertThat(event.getActorId()).isEqualTo(5);
        assertThat(event.getTargetId()).isEqualTo(7);
    }

    @Test
    void wrongEdgesAreRefusedByName() throws Exception {
        int before = ingest.log.events().size();

        assertThat(field(follows("[{\"follower\":\"5\",\"followee\":\"5\"}]"))).isEqualTo("[0].followee");
        assertThat(field(follows("[{\"follower\":\"5\",\"followee\":\"7\"},{\"follower\":\"x\",\"followee\":\"7\"}]")))
                .isEqualTo("[1].follower");
        assertThat(field(follows("[{\"follower\":\"5\"}]"))).isEqualTo("[0].followee");
        assertThat(field(follows("[{\"follower\":null,\"followee\":\"7\"}]"))).isEqualTo("[0].follower");
        assertThat(ingest.log.events()).hasSize(before);
    }

    @Test
    void theOperatorOpensSessions() throws Exception {
        // Given
        Person person = ingest.register();

        // When
        HttpResponse<String> opened = sessions("{\"userIds\":[\"" + person.id() + "\"]}");

        // Then
        assertThat(opened.statusCode()).isEqualTo(201);
        JsonNode session = json(opened).at("/data/0");
        assertThat(session.get("userId").textValue()).isEqualTo("" + person.id());
        HttpResponse<String> me =
                ingest.send("GET", "/v1/users/me", session.get("token").textValue(), null);
        assertThat(json(me).get("handle").textValue()).isEqualTo(person.handle());
    }

    @Test
    void nobodyGetsASessionForNobody() throws Exception {
        assertThat(sessions("{\"userIds\":[\"5\"]}").statusCode()).isEqualTo(422);
        assertThat(field(sessions("{\"userIds\":[\"five\"]}"))).isEqualTo("userIds");
    }

    @Test
    void onlyTheOperatorMay() throws Exception {
        Person person = ingest.register();

        assertThat(ingest.send("POST", "/v1/admin/follows", person.token(), "[]")
                        .statusCode())
                .isEqualTo(401);
        assertThat(ingest.send("POST", "/v1/admin/sessions", person.token(), "{\"userIds\":[]}")
                        .statusCode())
                .isEqualTo(401);
    }

    private static HttpResponse<String> follows(String body) throws Exception {
        return ingest.send("POST", "/v1/admin/follows", RunningIngest.OPERATOR_TOKEN, body);
    }

    private static HttpResponse<String> sessions(String body) throws Exception {
        return ingest.send("POST", "/v1/admin/sessions", RunningIngest.OPERATOR_TOKEN, body);
    }
}
