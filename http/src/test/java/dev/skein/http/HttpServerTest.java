package dev.skein.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of ours, asked the way the worst client would. */
class HttpServerTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Cursors CURSORS = new Cursors("secret");
    private static final Ids IDS = new Ids(id -> id > 1_000_000);

    private static HttpServer server;
    private static volatile boolean databaseThere = true;

    @BeforeAll
    static void start() {
        Map<String, HealthCheck> checks = Map.of("database", () -> databaseThere ? null : "no connection");
        server = HttpServer.start(
                HttpConfig.from(
                        Settings.of(Map.of("skein.http.port", "0", "skein.http.cors-origins", "https://app.example")),
                        0),
                new ApiInfo("Test", "1", "A test"),
                new Health(checks),
                new Metrics("test"),
                router -> {
                    router.post("/things", ctx -> {
                        JsonBody body = JsonBody.read(ctx);
                        String text = body.requiredString("text", Texts::tweetProblem);
                        body.id("parent");
                        body.done();
                        Json.answer(ctx, 201, Map.of("text", text));
                    });
                    router.get("/things", ctx -> {
                        PageRequest page = PageRequest.of(ctx);
                        long[] place = page.place(CURSORS, "things", 1);
                        Json.answer(ctx, 200, Map.of("limit", page.limit(), "from", place == null ? 0 : place[0]));
                    });
                    router.get(
                            "/things/{id}", ctx -> Json.answer(ctx, 200, Map.of("id", IDS.inPath(ctx, "id", "thing"))));
                    router.put("/things/{id}", ctx -> ctx.status(204));
                    router.get(
                            "/async",
                            ctx -> ctx.future(
                                    () -> CompletableFuture.failedFuture(ApiException.unavailable("Not now."))));
                    router.get("/bug", ctx -> {
                        throw new IllegalStateException("a secret of ours");
                    });
                });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aGoodBodyComesBackAsItWasSent() throws Exception {
        String text = "Grüße 👩‍👩‍👧 \\u0000e not a NUL \u200f\u202e";

        HttpResponse<String> response = post("{\"text\":" + Json.mapper().writeValueAsString(text) + "}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("text").textValue()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "1",
                "null",
                "\"text\"",
                "{\"text\":\"a\"} {}",
                "{\"text\":\"a\",}",
                "{'text':'a'}",
                "{text:\"a\"}",
                "{\"text\":\"a\"}x",
                "{\"text\":NaN}",
                "{\"text\":\"a\nb\"}",
                "\uFEFF{\"text\":\"a\"}",
                "{\"text\":\"\\uD83\"}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}"
            })
    void aBodyThatIsNoJsonObjectIsBlamedOnTheBody(String body) throws Exception {
        assertProblem(post(body), 400, "body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\":null}",
                "{\"text\":1}",
                "{\"text\":true}",
                "{\"text\":[\"a\"]}",
                "{\"text\":{}}",
                "{\"text\":\"\"}",
                "{\"text\":\" \\n\\t\\u00a0\\u3000\"}",
                "{\"text\":\"\\u0000\"}",
                "{\"text\":\"a\\r\\nb\"}",
                "{\"text\":\"\\u0085\"}",
                "{\"text\":\"\\ud83d\"}",
                "{\"text\":\"\\ude00\\ud83d\"}",
                "{\"text\":\"a\",\"text\":\"b\"}"
            })
    void aFieldThatIsWrongIsNamed(String body) throws Exception {
        assertProblem(post(body), 400, "text");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws Exception {
        HttpResponse<String> response = post("{\"text\":7,\"parent\":\"x\",\"colour\":\"red\"}");

        assertThat(json(response).get("errors").findValuesAsText("field")).containsExactly("text", "parent", "colour");
    }

    @Test
    void surrogatesInRawBytesAreRefusedByName() throws Exception {
        byte[] head = "{\"text\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] lone = {(byte) 0xED, (byte) 0xA0, (byte) 0xBD};
        byte[] encodedOneByOne = {(byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xED, (byte) 0xB8, (byte) 0x80};
        for (byte[] middle : new byte[][] {lone, encodedOneByOne, {(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}}) {
            byte[] body = new byte[head.length + middle.length + 2];
            System.arraycopy(head, 0, body, 0, head.length);
            System.arraycopy(middle, 0, body, head.length, middle.length);
            body[body.length - 2] = '"';
            body[body.length - 1] = '}';

            assertProblem(send("POST", "/things", BodyPublishers.ofByteArray(body)), 400, "text");
        }
    }

    @Test
    void aDoubledFieldWithHalfASurrogateForANameIsStillAnswered() throws Exception {
        HttpResponse<String> response = post("{\"\\ud83d\":1,\"\\ud83d\":2}");

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void lengthIsCountedInCodePoints() throws Exception {
        assertThat(post("{\"text\":\"" + "😀".repeat(280) + "\"}").statusCode()).isEqualTo(201);
        assertProblem(post("{\"text\":\"" + "😀".repeat(281) + "\"}"), 400, "text");
    }

    @Test
    void aLongBodyIsRefusedWithAndWithoutItsLength() throws Exception {
        byte[] body = ("{\"text\":\"" + "a".repeat(70_000) + "\"}").getBytes(StandardCharsets.UTF_8);

        assertProblem(send("POST", "/things", BodyPublishers.ofByteArray(body)), 413, "body");
        assertProblem(
                send("POST", "/things", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))),
                413,
                "body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json; charset=utf-16",
                "multipart/form-data; boundary=x",
                ";"
            })
    void otherMediaTypesAreRefused(String contentType) throws Exception {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(address("/things"))
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString("{\"text\":\"a\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertProblem(response, 415, null);
    }

    @Test
    void anUnknownRouteIsNotFoundAndAWrongMethodSaysWhatIsAllowed() throws Exception {
        assertProblem(get("/nowhere"), 404, null);
        assertProblem(get("/things/../nowhere"), 404, null);
        HttpResponse<String> wrongMethod = send("DELETE", "/things/7", BodyPublishers.noBody());
        assertProblem(wrongMethod, 405, null);
        assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET, PUT");
        assertProblem(send("BREW", "/things", BodyPublishers.noBody()), 405, null);
        HttpResponse<String> options = send("OPTIONS", "/things/7", BodyPublishers.noBody());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).hasValue("GET, PUT");
    }

    @Test
    void headIsAnsweredWithoutABody() throws Exception {
        HttpResponse<String> response = send("HEAD", "/things/7", BodyPublishers.noBody());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Length")).hasValue("8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/x", "/nothing/here"})
    void headSaysThatThereIsNothingWhereGetDoes(String path) throws Exception {
        assertThat(send("HEAD", path, BodyPublishers.noBody()).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "+1",
                "007",
                "1.0",
                "x",
                "9223372036854775808",
                "99999999999999999999999",
                "1000001",
                "%00",
                "%zz",
                "%C0%80",
                "%ED%A0%80",
                "1;a=b",
                "%2F",
                "..",
                "%2e%2e",
                "1%20",
                "٣",
                "%F0%9F%98%80"
            })
    void whatIsNoIdIsNotFound(String id) throws Exception {
        String answer = raw("GET /things/" + id + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 40[04] .*")
                .containsIgnoringCase("content-type: application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "limit=",
                "limit=-1",
                "limit=1&limit=2",
                "limit=%zz",
                "limit=%00",
                "limit=99999999999999999999"
            })
    void aWrongLimitIsNamed(String query) throws Exception {
        String answer = raw("GET /things?" + query + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 (400|200) .*");
        if (!query.contains("%zz")) {
            assertThat(answer).contains("\"field\":\"limit\"");
        }
    }

    @Test
    void aCursorLeadsBackToItsPlaceAndNowhereElse() throws Exception {
        String cursor = CURSORS.encode("things", 77);

        assertThat(json(get("/things?cursor=" + cursor)).get("from").longValue())
                .isEqualTo(77);
        assertProblem(get("/things?cursor=" + CURSORS.encode("others", 77)), 400, "cursor");
        assertProblem(get("/things?cursor=" + new Cursors("another").encode("things", 77)), 400, "cursor");
        assertProblem(get("/things?cursor="), 400, "cursor");
        assertProblem(get("/things?cursor=" + "A".repeat(5000)), 400, "cursor");
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String changed = cursor.substring(0, i) + other + cursor.substring(i + 1);
            assertProblem(get("/things?cursor=" + changed), 400, "cursor");
        }
    }

    @Test
    void whatIsNoHttpIsStillAProblemInJson() throws Exception {
        assertThat(raw("GET /things\u0001 HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json");
        assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("application/problem+json");
    }

    @Test
    void failuresAreAnsweredWhereverTheyHappen() throws Exception {
        HttpResponse<String> unavailable = get("/async");
        assertProblem(unavailable, 503, null);
        assertThat(unavailable.headers().firstValue("Retry-After")).hasValue("1");
        HttpResponse<String> bug = get("/bug");
        assertProblem(bug, 500, null);
        assertThat(bug.body()).doesNotContain("secret");
    }

    @Test
    void readinessSaysWhatIsMissing() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        databaseThere = false;
        try {
            HttpResponse<String> response = get("/health/ready");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("\"database\":\"no connection\"");
        } finally {
            databaseThere = true;
        }
    }

    @Test
    void metricsCountRoutesNotPaths() throws Exception {
        get("/things/123456");
        get("/nowhere/123456");

        String metrics = get("/metrics").body();

        assertThat(metrics)
                .contains("route=\"/things/{id}\"")
                .contains("route=\"none\"")
                .contains("jvm_memory_used_bytes")
                .doesNotContain("123456");
    }

    @Test
    void docsAreServedFromTheClassPath() throws Exception {
        String page = get("/docs").body();

        assertThat(page).contains("swagger-ui").doesNotContain("https://cdn");
        String script = page.replaceAll("(?s).*src=\"([^\"]*swagger-ui-bundle.js)\".*", "$1");
        assertThat(get(script).statusCode()).isEqualTo(200);
        assertProblem(get("/webjars/swagger-ui/5.17.14/nothing.js"), 404, null);
        assertThat(json(get("/openapi.json")).isObject()).isTrue();
    }

    @Test
    void configuredOriginsMayCall() throws Exception {
        HttpResponse<String> preflight = CLIENT.send(
                HttpRequest.newBuilder(address("/things"))
                        .header("Origin", "https://app.example")
                        .header("Access-Control-Request-Method", "POST")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("https://app.example");
    }

    private static void assertProblem(HttpResponse<String> response, int status, @Nullable String field)
            throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.hasNonNull("type") && problem.hasNonNull("title") && problem.hasNonNull("detail"))
                .isTrue();
        if (field != null) {
            assertThat(problem.get("errors").get(0).get("field").textValue()).isEqualTo(field);
            assertThat(problem.get("errors").get(0).get("message").textValue()).isNotEmpty();
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.mapper().readTree(response.body());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, BodyPublishers.noBody());
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return send("POST", "/things", BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(String method, String path, BodyPublisher body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(address(path))
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
