package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.skein.query.FakeStores;
import dev.skein.query.web.TestApi.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Elasticsearch and what is made of its answers; the real one is asked in end-to-end's SearchIT. */
class SearchTest {
    private final FakeStores stores = World.people(new FakeStores());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String answer = "{}";
    private HttpServer elasticsearch;
    private TestApi api;

    @BeforeEach
    void start() throws IOException {
        elasticsearch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elasticsearch.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        elasticsearch.start();
        api = new TestApi(
                stores,
                URI.create("http://127.0.0.1:" + elasticsearch.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        api.close();
        elasticsearch.stop(0);
    }

    @Test
    void tweetsComeFromTheStoresWithTheirHighlightAndThoseThatAreGoneAreLeftOut() {
        long first = World.post(stores, 9_000, ALICE, "a <b> skein of geese");
        long gone = World.id(8_000, 100);
        answer = "{\"hits\":{\"hits\":[{\"sort\":[" + gone + "]},{\"sort\":[" + first
                + "],\"highlight\":{\"text\":[\"a &lt;b&gt; <em>skein</em> of geese\"]}}]}}";

        Answer found = api.get("/v1/search/tweets?q=skein");

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body().path("data")).hasSize(1);
        assertThat(found.body().path("data").path(0).path("id").asText()).isEqualTo(Long.toString(first));
        assertThat(found.body().path("data").path(0).path("highlight").asText())
                .isEqualTo("a &lt;b&gt; <em>skein</em> of geese");
        assertThat(found.body().path("next").isNull()).isTrue();
    }

    @Test
    void wordsPhrasesHashtagsAuthorAndTimesAreAllAskedFor() {
        answer = "{\"hits\":{\"hits\":[]}}";

        long author = World.id(70_000_000_000L, 100);
        api.get("/v1/search/tweets?q=one%20two%20%22three%20four%22%20%23Five&author=" + author
                + "&since=2026-01-01&until=2026-02-01T00:00:00Z");

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0))
                .startsWith("/skein-tweets/_search ")
                .contains("{\"match\":{\"text\":{\"query\":\"one two\",\"operator\":\"and\"}}}")
                .contains("{\"match_phrase\":{\"text\":\"three four\"}}")
                .contains("{\"term\":{\"hashtags\":\"Five\"}}")
                .contains("{\"term\":{\"author.id\":" + author + "}}")
                .contains("{\"gte\":1767225600000,\"lt\":1769904000000}");
    }

    @Test
    void thePageAfterBeginsWhereThisOneEnds() {
        answer = "{\"hits\":{\"hits\":[{\"sort\":[2.5," + BOB + "]},{\"sort\":[1.5," + ALICE + "]}]}}";

        Answer first = api.get("/v1/search/users?q=a&limit=1");
        api.get("/v1/search/users?q=a&limit=1&cursor="
                + first.body().path("next").asText());

        assertThat(first.body().path("data").path(0).path("handle").asText()).isEqualTo("bob");
        assertThat(asked.get(1)).contains("\"search_after\":[2.5," + BOB + "]");
        assertThat(api.get("/v1/search/users?q=b&limit=1&cursor="
                                + first.body().path("next").asText())
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "tweets,             q",
        "tweets?q=,          q",
        "tweets?q=%20,       q",
        "tweets?q=%22%22,    q",
        "tweets?q=a%00,      q",
        "tweets?q=a&q=b,     q",
        "tweets?q=a&sort=up, sort",
        "tweets?q=a&since=x, since",
        "tweets?q=a&until=1, until",
        "tweets?q=a&author=a-b, author",
        "tweets?q=a&limit=0, limit",
        "tweets?q=a&cursor=x, cursor",
        "users,              q",
    })
    void badInputIsNamed(String path, String field) {
        Answer bad = api.get("/v1/search/" + path);

        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().path("errors").path(0).path("field").asText()).isEqualTo(field);
        assertThat(asked).isEmpty();
    }

    @Test
    void withoutElasticsearchItIsA503() {
        elasticsearch.stop(0);

        Answer none = api.get("/v1/search/tweets?q=a");

        assertThat(none.status()).isEqualTo(503);
        assertThat(none.header("Retry-After")).isEqualTo("5");
    }
}
