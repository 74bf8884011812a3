package dev.skein.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.http.Json;
import dev.skein.http.Settings;
import dev.skein.http.testing.MovingClock;
import dev.skein.ingest.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The ingest API on a real PostgreSQL, with an event log and a query API of the test's own. */
final class RunningIngest implements AutoCloseable {
    static final String OPERATOR_TOKEN = "the operator's very own token";

    /** Somebody who is logged in. */
    record Person(long id, String handle, String token) {}

    private static final AtomicInteger PEOPLE = new AtomicInteger();

    final FakeEventLog log = new FakeEventLog();
    final FakeQueryApi query;
    final MovingClock clock = new MovingClock();
    private final Ingest ingest;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningIngest(Map<String, String> settings) throws IOException {
        query = new FakeQueryApi();
        Map<String, String> all = new HashMap<>(Map.of(
                "skein.http.port",
                "0",
                "skein.postgres.url",
                TestDatabase.url(),
                "skein.query.url",
                query.address().toString(),
                // Not that of a busy machine's, which would change what is answered.
                "skein.query.deadline",
                "PT2S",
                "skein.passwords.memory-kib",
                "64",
                "skein.operator.token",
                OPERATOR_TOKEN,
                "skein.limits.writes-per-minute",
                "0"));
        all.putAll(settings);
        ingest = new Ingest(IngestConfig.from(Settings.of(all)), clock, log);
    }

    Person register() throws IOException, InterruptedException {
        return register("person" + PEOPLE.incrementAndGet());
    }

    Person register(String handle) throws IOException, InterruptedException {
        HttpResponse<String> registered = send(
                "POST",
                "/v1/users",
                null,
                "{\"handle\":\"%s\",\"email\":\"%s@example.org\",\"password\":\"correct horse\"}"
                        .formatted(handle, handle));
        if (registered.statusCode() != 201) {
            throw new AssertionError(registered.body());
        }
        HttpResponse<String> session = send(
                "POST", "/v1/sessions", null, "{\"handle\":\"%s\",\"password\":\"correct horse\"}".formatted(handle));
        return new Person(
                Long.parseLong(json(registered).get("id").textValue()),
                handle,
                json(session).get("token").textValue());
    }

    HttpResponse<String> post(Person person, String body) throws IOException, InterruptedException {
        return send("POST", "/v1/tweets", person.token(), body);
    }

    HttpResponse<String> send(
            String method, String path, @Nullable String token, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingest.port() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    URI address(String scheme, String pathAndQuery) {
        return URI.create(scheme + "://127.0.0.1:" + ingest.port() + pathAndQuery);
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.mapper().readTree(response.body());
    }

    static String field(HttpResponse<String> response) throws IOException {
        return json(response).at("/errors/0/field").asText();
    }

    @Override
    public void close() {
        ingest.close();
        query.close();
    }
}
