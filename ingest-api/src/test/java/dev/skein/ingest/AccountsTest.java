package dev.skein.ingest;

import static dev.skein.ingest.RunningIngest.field;
import static dev.skein.ingest.RunningIngest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.skein.catalog.Id;
import dev.skein.ingest.RunningIngest.Person;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private static RunningIngest ingest;

    @BeforeAll
    static void start() throws Exception {
        ingest = new RunningIngest(Map.of());
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @Test
    void whoeverRegistersCanLogInByHandleAndByEmail() throws Exception {
        HttpResponse<String> registered = post(
                "/v1/users",
                "{\"handle\":\"Grace_H\",\"email\":\"Grace@example.org\",\"password\":\"correct horse\",\"displayName\":\"Grace Hopper 🦆\",\"phone\":\"+1 212 555 0100\"}");

        assertThat(registered.statusCode()).isEqualTo(201);
        JsonNode user = json(registered);
        assertThat(user.get("handle").textValue()).isEqualTo("Grace_H");
        assertThat(user.get("displayName").textValue()).isEqualTo("Grace Hopper 🦆");
        assertThat(user.get("email").textValue()).isEqualTo("Grace@example.org");
        assertThat(user.get("createdAt").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(registered.body()).doesNotContain("correct horse").doesNotContain("argon2");
        for (String who : new String[] {"\"handle\":\"grace_h\"", "\"email\":\"grace@EXAMPLE.org\""}) {
            HttpResponse<String> session = post("/v1/sessions", "{" + who + ",\"password\":\"correct horse\"}");
            assertThat(session.statusCode()).isEqualTo(201);
            assertThat(json(session).at("/user/id")).isEqualTo(user.get("id"));
            SignedJWT token = SignedJWT.parse(json(session).get("token").textValue());
            assertThat(token.getJWTClaimsSet().getSubject())
                    .isEqualTo(user.get("id").textValue());
            assertThat(json(session).get("expiresAt").textValue()).endsWith(".000Z");
            JWKSet keys = JWKSet.parse(
                    ingest.send("GET", "/.well-known/jwks.json", null, null).body());
            assertThat(keys.getKeyByKeyId(token.getHeader().getKeyID()).isPrivate())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'email':'a@b.de','password':'12345678'}|handle",
                "{'handle':'no spaces','email':'a@b.de','password':'12345678'}|handle",
                "{'handle':'','email':'a@b.de','password':'12345678'}|handle",
                "{'handle':7,'email':'a@b.de','password':'12345678'}|handle",
                "{'handle':'ok','email':'nobody','password':'12345678'}|email",
                "{'handle':'ok','email':'a\\u0000@b.de','password':'12345678'}|email",
                "{'handle':'ok','email':'a@b.de','password':'1234567'}|password",
                "{'handle':'ok','email':'a@b.de','password':'12345678','displayName':' '}|displayName",
                "{'handle':'ok','email':'a@b.de','password':'12345678','displayName':'a\\nb'}|displayName",
                "{'handle':'ok','email':'a@b.de','password':'12345678','phone':'call me'}|phone",
                "{'handle':'ok','email':'a@b.de','password':'12345678','admin':true}|admin"
            })
    void aWrongFieldIsNamed(String body, String field) throws Exception {
        HttpResponse<String> response = post("/v1/users", body.replace('\'', '"'));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(field(response)).isEqualTo(field);
    }

    @Test
    void handleAndEmailBelongToOne() throws Exception {
        Person taken = ingest.register();

        HttpResponse<String> handle = post(
                "/v1/users",
                "{\"handle\":\"%s\",\"email\":\"new@example.org\",\"password\":\"12345678\"}"
                        .formatted(taken.handle().toUpperCase(Locale.ROOT)));
        HttpResponse<String> email = post(
                "/v1/users",
                "{\"handle\":\"brand_new\",\"email\":\"%s@EXAMPLE.org\",\"password\":\"12345678\"}"
                        .formatted(taken.handle()));

        assertThat(handle.statusCode()).isEqualTo(409);
        assertThat(field(handle)).isEqualTo("handle");
        assertThat(email.statusCode()).isEqualTo(409);
        assertThat(field(email)).isEqualTo("email");
    }

    @Test
    void aRepeatedRegistrationAddsNobody() throws Exception {
        String body = "{\"handle\":\"once\",\"email\":\"once@example.org\",\"password\":\"12345678\"}";

        HttpResponse<String> first = ingest.send("POST", "/v1/users", null, body, "Idempotency-Key", "reg-1");
        HttpResponse<String> second = ingest.send("POST", "/v1/users", null, body, "Idempotency-Key", "reg-1");

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        for (String other : new String[] {body.replace("12345678", "87654321"), body.replace("once@", "twice@")}) {
            HttpResponse<String> response = ingest.send("POST", "/v1/users", null, other, "Idempotency-Key", "reg-1");
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(field(response)).isEqualTo("Idempotency-Key");
        }
        HttpResponse<String> withoutKey = post("/v1/users", body);
        assertThat(withoutKey.statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'handle':'nobody_at_all','password':'12345678'}", "{'handle':'\\u0000','password':'12345678'}",
                        "{'handle':'','password':''}",
                "{'email':'nobody@example.org','password':'12345678'}", "{'email':'\\u0000','password':'\\u0000'}",
                        "{'handle':'login_wrong','password':'wrong wrong'}"
            })
    void aWrongLoginSaysNoMore(String body) throws Exception {
        if (body.contains("login_wrong")) {
            ingest.register("login_wrong");
        }
        HttpResponse<String> response = post("/v1/sessions", body.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(json(response).get("detail").textValue()).isEqualTo("Handle, address or password are wrong.");
    }

    @Test
    void aLoginNamesOneOfHandleAndEmail() throws Exception {
        assertThat(post("/v1/sessions", "{\"password\":\"12345678\"}").statusCode())
                .isEqualTo(400);
        assertThat(post("/v1/sessions", "{\"handle\":\"a\",\"email\":\"a@b.de\",\"password\":\"12345678\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(field(post("/v1/sessions", "{\"handle\":\"a\"}"))).isEqualTo("password");
    }

    @Test
    void anAccountIsReadChangedAndDeleted() throws Exception {
        Person ada = ingest.register("ada_account");

        HttpResponse<String> changed = ingest.send(
                "PATCH",
                "/v1/users/me",
                ada.token(),
                "{\"handle\":\"Ada_Account\",\"displayName\":\"Ada\",\"bio\":\"line\\nline\",\"phone\":\"12345\",\"email\":\"countess@example.org\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        JsonNode read = json(ingest.send("GET", "/v1/users/me", ada.token(), null));
        assertThat(read).isEqualTo(json(changed));
        assertThat(read.get("bio").textValue()).isEqualTo("line\nline");
        assertThat(read.get("phone").textValue()).isEqualTo("12345");
        assertThat(json(ingest.send("PATCH", "/v1/users/me", ada.token(), "{\"phone\":null}"))
                        .get("phone")
                        .isNull())
                .isTrue();
        assertThat(ingest.send("PATCH", "/v1/users/me", ada.token(), "{}").statusCode())
                .isEqualTo(200);

        assertThat(ingest.send("DELETE", "/v1/users/me", ada.token(), null).statusCode())
                .isEqualTo(204);
        assertThat(ingest.send("GET", "/v1/users/me", ada.token(), null).statusCode())
                .isEqualTo(401);
        assertThat(ingest.post(ada, "{\"text\":\"from beyond\"}").statusCode()).isEqualTo(401);
    }

    @Test
    void aChangeMayNotTakeWhatIsSomebodyElses() throws Exception {
        Person one = ingest.register();
        Person other = ingest.register();

        HttpResponse<String> response =
                ingest.send("PATCH", "/v1/users/me", one.token(), "{\"handle\":\"" + other.handle() + "\"}");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(field(response)).isEqualTo("handle");
    }

    @Test
    void onlyAGoodTokenCounts() throws Exception {
        Person person = ingest.register();
        String[] parts = person.token().split("\\.", -1);
        String unsigned = "eyJhbGciOiJub25lIn0." + parts[1] + ".";

        for (String token : new String[] {
            "x",
            "a.b.c",
            unsigned,
            parts[0] + "." + parts[1] + "." + "A".repeat(86),
            person.token() + "A",
            "é",
            "A".repeat(5000)
        }) {
            HttpResponse<String> response = token.equals("é")
                    ? ingest.send("GET", "/v1/users/me", null, null, "Authorization", "Basic abc")
                    : ingest.send("GET", "/v1/users/me", token, null);
            assertThat(response.statusCode()).as(token).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Bearer");
        }
        assertThat(ingest.send("GET", "/v1/users/me", null, null).statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenEndsThoughItWasJustBelieved() throws Exception {
        try (RunningIngest own = new RunningIngest(Map.of("skein.tokens.lifetime", "PT1H"))) {
            Person person = own.register();
            assertThat(own.send("GET", "/v1/users/me", person.token(), null).statusCode())
                    .isEqualTo(200);

            own.clock.advance(Duration.ofHours(1));

            assertThat(own.send("GET", "/v1/users/me", person.token(), null).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void theOperatorAddsPeopleInBulkAndMayDoSoAgain() throws Exception {
        String body =
                "[{\"handle\":\"bulk_a\",\"displayName\":\"A\"},{\"handle\":\"bulk_b\",\"email\":\"b@bulk.example\"},{\"handle\":\"BULK_A\"}]";

        HttpResponse<String> first = bulk(RunningIngest.OPERATOR_TOKEN, body);
        HttpResponse<String> second = bulk(RunningIngest.OPERATOR_TOKEN, body);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(json(first).get("data")).hasSize(3);
        assertThat(json(first).at("/data/0/id")).isEqualTo(json(first).at("/data/2/id"));
        assertThat(json(first).at("/data/1/displayName").textValue()).isEqualTo("bulk_b");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(post("/v1/sessions", "{\"handle\":\"bulk_a\",\"password\":\"\"}")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theOperatorsCallsAreForTheOperator() throws Exception {
        Person person = ingest.register();

        assertThat(bulk(person.token(), "[]").statusCode()).isEqualTo(401);
        assertThat(bulk("the operator's very own tokem", "[]").statusCode()).isEqualTo(401);
        assertThat(ingest.send(
                                "POST",
                                "/v1/tweets",
                                person.token(),
                                "{\"text\":\"a\"}",
                                "Skein-Act-As",
                                "" + person.id())
                        .statusCode())
                .isEqualTo(401);
        try (RunningIngest off = new RunningIngest(Map.of("skein.operator.token", ""))) {
            assertThat(off.send("POST", "/v1/admin/users", "", "[]").statusCode())
                    .isEqualTo(403);
            assertThat(off.send("POST", "/v1/tweets", "x", "{\"text\":\"a\"}", "Skein-Act-As", "1")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void wrongBulksAreRefusedByName() throws Exception {
        assertThat(field(bulk(RunningIngest.OPERATOR_TOKEN, "[{\"handle\":\"ok\"},{\"handle\":\"not ok\"}]")))
                .isEqualTo("[1].handle");
        assertThat(field(bulk(RunningIngest.OPERATOR_TOKEN, "[{\"handle\":\"ok\",\"password\":\"x\"}]")))
                .isEqualTo("[0].password");
        assertThat(field(bulk(RunningIngest.OPERATOR_TOKEN, "[7]"))).isEqualTo("[0]");
        assertThat(field(bulk(RunningIngest.OPERATOR_TOKEN, "{}"))).isEqualTo("body");
        assertThat(field(bulk(
                        RunningIngest.OPERATOR_TOKEN,
                        "[" + "{\"handle\":\"a\"},".repeat(1000) + "{\"handle\":\"a\"}]")))
                .isEqualTo("body");
    }

    @Test
    void theOperatorWritesInTheNameOfOthers() throws Exception {
        Person person = ingest.register();

        HttpResponse<String> posted = ingest.send(
                "POST",
                "/v1/tweets",
                RunningIngest.OPERATOR_TOKEN,
                "{\"text\":\"by proxy\"}",
                "Skein-Act-As",
                "" + person.id());

        assertThat(posted.statusCode()).isEqualTo(201);
        assertThat(json(posted).at("/author/handle").textValue()).isEqualTo(person.handle());
        assertThat(Id.shard(Long.parseLong(json(posted).get("id").textValue()))).isEqualTo(Id.shard(person.id()));
        assertThat(ingest.send(
                                "POST",
                                "/v1/tweets",
                                RunningIngest.OPERATOR_TOKEN,
                                "{\"text\":\"a\"}",
                                "Skein-Act-As",
                                "x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ingest.send(
                                "POST",
                                "/v1/tweets",
                                RunningIngest.OPERATOR_TOKEN,
                                "{\"text\":\"a\"}",
                                "Skein-Act-As",
                                "12")
                        .statusCode())
                .isEqualTo(422);
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return ingest.send("POST", path, null, body);
    }

    private static HttpResponse<String> bulk(String token, String body) throws Exception {
        return ingest.send("POST", "/v1/admin/users", token, body);
    }
}
