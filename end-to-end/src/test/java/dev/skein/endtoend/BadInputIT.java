package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Home;
import dev.skein.endtoend.Contract.Tweet;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is answered by a problem that names what is wrong; nothing that a client can send makes a 500. */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputIT {
    private static final String JSON = "application/json";

    private final Skein skein;
    private final Person ada;
    private final Person bob;

    BadInputIT(Skein skein) {
        this.skein = skein;
        this.ada = skein.person("ada");
        this.bob = skein.person("bob");
    }

    @BeforeAll
    void somethingIsThere() {
        Tweet tweet = ada.post("still here");
        Eventually.holds(() -> ada.see(tweet));
    }

    static Stream<Arguments> tweets() {
        return Stream.of(
                Arguments.of("nothing at all", "", "body"),
                Arguments.of("no JSON", "text=hello", "body"),
                Arguments.of("half an object", "{\"text\": \"x\"", "body"),
                Arguments.of("something after the object", "{\"text\": \"x\"} {}", "body"),
                Arguments.of("an array", "[{\"text\": \"x\"}]", "body"),
                Arguments.of("a string", "\"text\"", "body"),
                Arguments.of("null", "null", "body"),
                Arguments.of("too deep", "[".repeat(5000), "body"),
                Arguments.of("no text", "{}", "text"),
                Arguments.of("null as text", "{\"text\": null}", "text"),
                Arguments.of("a number as text", "{\"text\": 42}", "text"),
                Arguments.of("an object as text", "{\"text\": {}}", "text"),
                Arguments.of("a boolean as text", "{\"text\": true}", "text"),
                Arguments.of("a number as id", "{\"text\": \"x\", \"inReplyTo\": 42}", "inReplyTo"),
                Arguments.of("a string as list", "{\"text\": \"x\", \"mediaIds\": \"a\"}", "mediaIds"),
                Arguments.of("a number as language", "{\"text\": \"x\", \"lang\": 1}", "lang"),
                Arguments.of("an unknown field", "{\"text\": \"x\", \"colour\": \"red\"}", "colour"),
                Arguments.of("a field twice", "{\"text\": \"x\", \"text\": \"y\"}", "text"),
                Arguments.of("an empty text", "{\"text\": \"\"}", "text"),
                Arguments.of("blanks", "{\"text\": \"  \\n\\t \"}", "text"),
                Arguments.of("blanks of other scripts", "{\"text\": \"\u00a0\u2003\u3000\"}", "text"),
                Arguments.of("281 letters", "{\"text\": \"" + "a".repeat(281) + "\"}", "text"),
                Arguments.of("281 code points", "{\"text\": \"" + "😀".repeat(281) + "\"}", "text"),
                Arguments.of("NUL", "{\"text\": \"a\\u0000b\"}", "text"),
                Arguments.of("bell", "{\"text\": \"a\\u0007b\"}", "text"),
                Arguments.of("carriage return", "{\"text\": \"a\\r\\nb\"}", "text"),
                Arguments.of("delete", "{\"text\": \"a\u007fb\"}", "text"),
                Arguments.of("next line", "{\"text\": \"a\u0085b\"}", "text"),
                Arguments.of("half a pair", "{\"text\": \"a\\ud83db\"}", "text"),
                Arguments.of("the other half", "{\"text\": \"\\ude00\"}", "text"),
                Arguments.of("a pair the wrong way round", "{\"text\": \"\\ude00\\ud83d\"}", "text"),
                Arguments.of("letters as id", "{\"text\": \"x\", \"inReplyTo\": \"abc\"}", "inReplyTo"),
                Arguments.of("a negative id", "{\"text\": \"x\", \"inReplyTo\": \"-1\"}", "inReplyTo"),
                Arguments.of("zero as id", "{\"text\": \"x\", \"quoteOf\": \"0\"}", "quoteOf"),
                Arguments.of("a leading zero", "{\"text\": \"x\", \"quoteOf\": \"012\"}", "quoteOf"),
                Arguments.of("an id too large", "{\"text\": \"x\", \"quoteOf\": \"9223372036854775808\"}", "quoteOf"),
                Arguments.of("an empty id", "{\"text\": \"x\", \"quoteOf\": \"\"}", "quoteOf"),
                Arguments.of("no such language", "{\"text\": \"x\", \"lang\": \"not a tag!\"}", "lang"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tweets")
    void aTweetThatIsWrongIsRefusedByTheNameOfItsField(String what, String body, String field) {
        ada.at(skein.ingest(), "POST", "/v1/tweets")
                .body(body.getBytes(StandardCharsets.UTF_8), JSON)
                .send()
                .expectProblem(400, field);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        for (int[] bytes : List.of(new int[] {0xff}, new int[] {0xed, 0xa0, 0x80}, new int[] {0xc0, 0x80})) {
            byte[] body = "{\"text\": \"????\"}".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                body[10 + i] = (byte) bytes[i];
            }
            ada.at(skein.ingest(), "POST", "/v1/tweets").body(body, JSON).send().expectProblem(400, "text");
        }
    }

    static Stream<Arguments> people() {
        return Stream.of(
                Arguments.of("handle", ""),
                Arguments.of("handle", "a".repeat(31)),
                Arguments.of("handle", "with blank"),
                Arguments.of("handle", "@ada"),
                Arguments.of("handle", "ünïcode"),
                Arguments.of("handle", "line\n"),
                Arguments.of("handle", 7),
                Arguments.of("email", "nobody"),
                Arguments.of("email", ""),
                Arguments.of("email", List.of()),
                Arguments.of("password", "1234567"),
                Arguments.of("password", 12345678),
                Arguments.of("displayName", "bell\u0007"),
                Arguments.of("displayName", "x".repeat(10_000)),
                Arguments.of("phone", true),
                Arguments.of("id", "42"),
                Arguments.of("admin", true));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("people")
    void anAccountThatIsWrongIsRefusedByTheNameOfItsField(String field, Object value) {
        Map<String, Object> body = new HashMap<>(
                Map.of("handle", "fine_" + System.nanoTime(), "email", "fine@example.org", "password", "long enough"));
        body.put(field, value);
        skein.ingest().post("/v1/users").json(body).send().expectProblem(400, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"handle", "email", "password"})
    void anAccountNeedsAllOfThem(String field) {
        Map<String, Object> body = new HashMap<>(
                Map.of("handle", "fine_" + System.nanoTime(), "email", "fine@example.org", "password", "long enough"));
        body.remove(field);
        skein.ingest().post("/v1/users").json(body).send().expectProblem(400, field);
    }

    @Test
    void aHandleThatIsTakenIsAConflictWithoutCase() {
        skein.ingest()
                .post("/v1/users")
                .json(Map.of(
                        "handle", ada.handle().toUpperCase(Locale.ROOT),
                        "email", "other@example.org",
                        "password", "long enough"))
                .send()
                .expectProblem(409, "handle");
        bob.at(skein.ingest(), "PATCH", "/v1/users/me")
                .json(Map.of("handle", ada.handle()))
                .send()
                .expectProblem(409, "handle");
    }

    @Test
    void aWrongPasswordIsUnauthorizedAndSaysNoMore() {
        Answer wrong = skein.ingest()
                .post("/v1/sessions")
                .json(Map.of("handle", ada.handle(), "password", "not the right one"))
                .send()
                .expectProblem(401);
        Answer nobody = skein.ingest()
                .post("/v1/sessions")
                .json(Map.of("handle", "nobody_has_this_handle", "password", "not the right one"))
                .send()
                .expectProblem(401);
        assertThat(wrong.json().path("detail")).isEqualTo(nobody.json().path("detail"));
    }

    @Test
    void aBodyOverTheLimitIsTooLarge() {
        for (int size : new int[] {64 * 1024 + 1, 1_000_000}) {
            String body = "{\"text\": \"" + "x".repeat(size) + "\"}";
            ada.at(skein.ingest(), "POST", "/v1/tweets")
                    .body(body.getBytes(StandardCharsets.UTF_8), JSON)
                    .send()
                    .expectProblem(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void aBodyThatIsNotJsonIsUnsupported(String contentType) {
        ada.at(skein.ingest(), "POST", "/v1/tweets")
                .body("{\"text\": \"x\"}".getBytes(StandardCharsets.UTF_8), contentType)
                .send()
                .expectProblem(415);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, /",
        "GET, /v1",
        "GET, /v1/nothing",
        "GET, /v2/tweets",
        "POST, /v1/tweets/1/love",
        "PUT, /v1/users/1/stalk",
        "GET, /v1/tweets/1/2/3",
        "GET, /wp-login.php",
    })
    void anUnknownRouteIsNotFound(String method, String path) {
        for (Api api : apis()) {
            ada.at(api, method, path).send().expectProblem(404);
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET, /v1/sessions, POST",
        "PUT, /v1/tweets, POST",
        "POST, /v1/users/me, GET",
        "POST, /v1/tweets/1/like, PUT",
        "GET, /v1/users/1/follow, PUT",
        "DELETE, /.well-known/jwks.json, GET",
    })
    void aWrongMethodAtTheIngestApiSaysWhichAreRight(String method, String path, String allowed) {
        Answer answer = ada.at(skein.ingest(), method, path).send().expectProblem(405);
        assertThat(answer.header("Allow")).contains(allowed);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "POST, /v1/timelines/home",
        "DELETE, /v1/tweets/1",
        "PUT, /v1/users/1",
        "PATCH, /v1/trends",
        "POST, /v1/users/1/tweets",
    })
    void aWrongMethodAtTheQueryApiSaysWhichAreRight(String method, String path) {
        Answer answer = ada.at(skein.query(), method, path).send().expectProblem(405);
        assertThat(answer.header("Allow")).contains("GET");
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                Arguments.of("none", ""),
                Arguments.of("an empty one", "Bearer "),
                Arguments.of("another scheme", "Basic YWRhOmFkYQ=="),
                Arguments.of("no token", "Bearer nonsense"),
                Arguments.of("three parts of nothing", "Bearer a.b.c"),
                Arguments.of("unsigned", "Bearer " + part("{\"alg\":\"none\"}") + "." + part("{\"sub\":\"1\"}") + "."));
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void withoutAGoodTokenNobodyIsLetIn(String what, String header) {
        for (Api.Call call : List.of(
                skein.ingest().post("/v1/tweets").json(Map.of("text", "x")),
                skein.ingest().get("/v1/users/me"),
                skein.ingest().put("/v1/users/" + ada.id() + "/follow"),
                skein.query().get("/v1/timelines/home"),
                skein.query().get("/v1/users/me/likes"))) {
            Answer answer = (header.isEmpty() ? call : call.header("Authorization", header))
                    .send()
                    .expectProblem(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void aTokenThatWasChangedIsNoToken() {
        String[] parts = ada.token().split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        assertThat(claims).contains(ada.id());
        String forged = parts[0] + "." + part(claims.replace(ada.id(), bob.id())) + "." + parts[2];
        String cut = ada.token().substring(0, ada.token().length() - 4);

        for (String token : List.of(forged, cut)) {
            skein.ingest().get("/v1/users/me").token(token).send().expectProblem(401);
            skein.queries()
                    .forEach(query ->
                            query.get("/v1/timelines/home").token(token).send().expectProblem(401));
        }
    }

    @Test
    void somebodyElsesTweetIsForbidden() {
        Tweet tweet = ada.post("hands off");

        bob.at(skein.ingest(), "PATCH", "/v1/tweets/" + tweet.id())
                .json(Map.of("text", "mine"))
                .send()
                .expectProblem(403);
        bob.at(skein.ingest(), "DELETE", "/v1/tweets/" + tweet.id()).send().expectProblem(403);
        assertThat(Eventually.holds(() -> ada.see(tweet), seen -> {}).text()).isEqualTo("hands off");
    }

    @Test
    void whoIsBlockedMayNotFollowReplyOrLike() {
        Person cem = skein.person("cem");
        Person dee = skein.person("dee");
        Tweet tweet = cem.post("not for dee");
        cem.block(dee);

        Eventually.holds(() -> {
            dee.at(skein.ingest(), "PUT", "/v1/users/" + cem.id() + "/follow")
                    .send()
                    .expectProblem(403);
            dee.at(skein.ingest(), "PUT", "/v1/tweets/" + tweet.id() + "/like")
                    .send()
                    .expectProblem(403);
            dee.at(skein.ingest(), "POST", "/v1/tweets")
                    .json(Map.of("text", "but", "inReplyTo", tweet.id()))
                    .send()
                    .expectProblem(403);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"follow", "block", "mute"})
    void nobodyFollowsBlocksOrMutesOneself(String deed) {
        ada.at(skein.ingest(), "PUT", "/v1/users/" + ada.id() + "/" + deed)
                .send()
                .expectProblem(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "0", "007", "9223372036854775808", "1.5", "%20", "%00", "%ff", "1e3", "９"})
    void whatIsNoIdNamesNothing(String id) {
        String encoded = id.equals("９") ? "%EF%BC%99" : id;
        for (String path : List.of("/v1/tweets/", "/v1/users/")) {
            skein.queries().forEach(query -> assertThat(
                            query.get(path + encoded).send().status())
                    .isIn(400, 404));
        }
        for (String path : List.of("/v1/tweets/" + encoded + "/like", "/v1/users/" + encoded + "/follow")) {
            assertThat(ada.at(skein.ingest(), "PUT", path).send().status()).isIn(400, 404);
        }
    }

    @Test
    void aPersonWhoNeverWasIsNotFound() {
        String neverWas = Long.toString(Long.parseLong(ada.id()) - (1L << 40));
        ada.at(skein.ingest(), "PUT", "/v1/users/" + neverWas + "/follow")
                .send()
                .expectProblem(404);
        for (Api query : skein.queries()) {
            for (String path : List.of("", "/tweets", "/followers", "/following")) {
                query.get("/v1/users/" + neverWas + path).send().expectProblem(404);
            }
            query.get("/v1/users/by-handle/nobody_has_this_handle").send().expectProblem(404);
        }
    }

    static Stream<Arguments> pages() {
        return Stream.of(
                        "/v1/timelines/home",
                        "/v1/users/me/likes",
                        "/v1/users/{ada}/tweets",
                        "/v1/users/{ada}/followers")
                .flatMap(path -> Stream.of(
                        Arguments.of(path, "limit=0", "limit"),
                        Arguments.of(path, "limit=101", "limit"),
                        Arguments.of(path, "limit=-5", "limit"),
                        Arguments.of(path, "limit=ten", "limit"),
                        Arguments.of(path, "limit=", "limit"),
                        Arguments.of(path, "limit=99999999999999999999", "limit"),
                        Arguments.of(path, "cursor=abc", "cursor"),
                        Arguments.of(path, "cursor=", "cursor"),
                        Arguments.of(path, "cursor=%00%ff", "cursor"),
                        Arguments.of(path, "cursor=" + "A".repeat(4000), "cursor")));
    }

    @ParameterizedTest(name = "{0}?{1}")
    @MethodSource("pages")
    void aPageThatCannotBeAskedForNamesTheParameter(String path, String query, String field) {
        for (Api api : skein.queries()) {
            ada.at(api, "GET", path.replace("{ada}", ada.id()) + "?" + query)
                    .send()
                    .expectProblem(400, field);
        }
    }

    @Test
    void aCursorThatWasTamperedWithOrIsOfAnotherListIsRefused() {
        // Given
        ada.post("one more");
        Home page = Eventually.holds(() -> ada.home(skein.query(), 1, null), home -> assertThat(home.next())
                .isNotNull());
        String cursor = String.valueOf(page.next());

        // When, Then
        assertThat(ada.home(skein.query(), 1, cursor).data()).hasSize(1);
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String tampered = cursor.substring(0, i) + other + cursor.substring(i + 1);
            ada.at(skein.query(), "GET", "/v1/timelines/home?cursor=" + tampered)
                    .send()
                    .expectProblem(400, "cursor");
        }
        bob.at(skein.query(), "GET", "/v1/timelines/home?cursor=" + cursor)
                .send()
                .expectProblem(400, "cursor");
        ada.at(skein.query(), "GET", "/v1/users/" + ada.id() + "/tweets?cursor=" + cursor)
                .send()
                .expectProblem(400, "cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"window=5m", "window=", "window=1h&limit=0", "window=1H"})
    void trendsAreThoseOfAnHourOrADay(String query) {
        skein.queries().forEach(api -> api.get("/v1/trends?" + query).send().expectProblem(400));
    }

    @Test
    void anOperatorsCallsAreNotForEveryone() {
        for (String token : List.of(ada.token(), "guess", "")) {
            Api.Call call = skein.ingest().post("/v1/admin/users").json(List.of());
            assertThat((token.isEmpty() ? call : call.token(token)).send().status())
                    .isIn(401, 403, 404);
        }
        int status = ada.at(skein.ingest(), "POST", "/v1/tweets")
                .header("Skein-Act-As", bob.id())
                .json(Map.of("text", "as bob"))
                .send()
                .status();
        assertThat(status).isIn(400, 401, 403);
    }

    @Test
    void oddRequestsAreTheClientsFault() {
        List<String> paths = List.of(
                "/v1/tweets/%2e%2e/%2e%2e",
                "/v1/tweets//",
                "/v1/users/by-handle/%00",
                "/v1/users/by-handle/%F0%9F%98%80",
                "/v1/users/by-handle/" + "x".repeat(3000),
                "/v1/tweets/1;a=b",
                "/v1/tweets/%",
                "/openapi.json/x",
                "/" + "y".repeat(12_000));
        for (Api api : apis()) {
            for (String path : paths) {
                Answer answer = path.endsWith("%")
                        ? api.get("/v1/tweets/%25").send()
                        : ada.at(api, "GET", path).send();
                assertThat(answer.status())
                        .as("%s answered %s", answer.call(), answer.body())
                        .isBetween(400, 499);
            }
            for (String method : List.of("TRACE", "OPTIONS", "HEAD", "PROPFIND")) {
                assertThat(ada.at(api, method, "/v1/tweets").send().status()).isLessThan(500);
            }
        }
        for (String key : List.of("x".repeat(5000), " ", "ü")) {
            Answer answer = ada.at(skein.ingest(), "POST", "/v1/tweets")
                    .header("Idempotency-Key", key)
                    .json(Map.of("text", "x"))
                    .send();
            assertThat(answer.status()).as(answer.body()).isLessThan(500);
        }
    }

    private List<Api> apis() {
        return List.of(skein.ingest(), skein.query(1), skein.query(2));
    }
}
