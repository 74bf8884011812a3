package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What client developers are given: a description of every route that comes from the code, and a page to read it. */
@ExtendWith(RunningSystem.class)
final class OpenApiIT {
    private static final List<String> INGEST_ROUTES = List.of(
            "post /v1/users",
            "post /v1/sessions",
            "delete /v1/sessions",
            "delete /v1/sessions/current",
            "get /v1/users/me",
            "patch /v1/users/me",
            "delete /v1/users/me",
            "put /v1/users/me/password",
            "post /v1/tweets",
            "patch /v1/tweets/{id}",
            "delete /v1/tweets/{id}",
            "put /v1/tweets/{id}/like",
            "delete /v1/tweets/{id}/like",
            "put /v1/tweets/{id}/dislike",
            "delete /v1/tweets/{id}/dislike",
            "put /v1/tweets/{id}/retweet",
            "delete /v1/tweets/{id}/retweet",
            "put /v1/users/{id}/follow",
            "delete /v1/users/{id}/follow",
            "put /v1/users/{id}/block",
            "delete /v1/users/{id}/block",
            "put /v1/users/{id}/mute",
            "delete /v1/users/{id}/mute",
            "put /v1/notifications/read",
            "delete /v1/suggestions/{id}",
            "post /v1/media",
            "get /.well-known/jwks.json");

    private static final List<String> QUERY_ROUTES = List.of(
            "get /v1/timelines/home",
            "get /v1/users/{id}",
            "get /v1/users/by-handle/{handle}",
            "get /v1/users/{id}/tweets",
            "get /v1/users/{id}/followers",
            "get /v1/users/{id}/following",
            "get /v1/users/me/likes",
            "get /v1/tweets/{id}",
            "get /v1/tweets/{id}/replies",
            "get /v1/tweets/{id}/likes",
            "get /v1/tweets/{id}/retweets",
            "get /v1/trends",
            "get /v1/search/tweets",
            "get /v1/search/users",
            "get /v1/notifications",
            "get /v1/suggestions",
            "get /v1/stream");

    private static final Pattern LOADED = Pattern.compile("(?:src|href)\\s*=\\s*[\"']([^\"'#]+)[\"']");

    private final Skein skein;

    OpenApiIT(Skein skein) {
        this.skein = skein;
    }

    static Stream<Arguments> apis() {
        return Stream.of(Arguments.of(Skein.INGEST, INGEST_ROUTES), Arguments.of(Skein.queryName(2), QUERY_ROUTES));
    }

    private Api api(String name) {
        return name.equals(Skein.INGEST) ? skein.ingest() : skein.query(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("apis")
    void everyRouteOfTheContractIsDescribed(String name, List<String> routes) {
        // When
        JsonNode document = api(name).get("/openapi.json").send().expect(200).json();

        // Then
        assertThat(document.path("openapi").asText()).startsWith("3.");
        List<String> described = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method + " " + path.getKey())));
        assertThat(described).containsAll(routes);
        for (String route : described) {
            JsonNode operation = document.at("/paths/" + escaped(route) + "/" + method(route));
            assertThat(operation.path("responses")).as("answers of %s", route).isNotEmpty();
            assertThat(operation.path("summary").asText())
                    .as("summary of %s", route)
                    .isNotEmpty();
            assertThat(operation.path("operationId").asText())
                    .as("name of %s in generated clients", route)
                    .isNotEmpty();
            for (JsonNode security : operation.path("security")) {
                security.fieldNames()
                        .forEachRemaining(token -> assertThat(document.at("/components/securitySchemes/" + token))
                                .as("what %s takes", route)
                                .isNotEmpty());
            }
        }
        assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    private static String method(String route) {
        return route.substring(0, route.indexOf(' '));
    }

    private static String escaped(String route) {
        return route.substring(route.indexOf(' ') + 1).replace("~", "~0").replace("/", "~1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("apis")
    void thePageToReadItComesFromTheServerItself(String name, List<String> routes) {
        // When
        Answer page = api(name).get("/docs").send().expect(200);

        // Then
        assertThat(page.header("Content-Type")).startsWith("text/html");
        List<String> loaded = new ArrayList<>();
        Matcher references = LOADED.matcher(page.body());
        while (references.find()) {
            loaded.add(references.group(1));
        }
        assertThat(loaded).anyMatch(reference -> reference.endsWith(".js"));
        for (String reference : loaded) {
            assertThat(reference)
                    .as("nothing is loaded from elsewhere")
                    .doesNotStartWith("http")
                    .doesNotStartWith("//");
            String path = URI.create("/docs").resolve(reference).toString();
            assertThat(api(name).get(path).send().expect(200).body()).as(path).isNotEmpty();
        }
    }

    @Test
    void headSaysWhatGetWould() {
        assertThat(skein.query(1)
                        .call("HEAD", "/v1/tweets/1")
                        .send()
                        .expect(404)
                        .body())
                .isEmpty();
        assertThat(skein.query(1)
                        .call("HEAD", "/v1/timelines/home")
                        .send()
                        .expect(401)
                        .body())
                .isEmpty();
        Answer head = skein.query(1).call("HEAD", "/v1/trends").send().expect(200);
        assertThat(head.header("Content-Type")).isEqualTo("application/json");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void bothApisSayHowTheyAre() {
        for (Api api : List.of(skein.ingest(), skein.query(1), skein.query(2))) {
            api.get("/health/live").send().expect(200);
            api.get("/health/ready").send().expect(200);
            assertThat(api.get("/metrics").send().expect(200).body()).contains("# TYPE");
        }
    }
}
