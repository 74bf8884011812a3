package dev.skein.ingest.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A query API that is behind must not be asked until it falls over, and is asked again once it answers. */
class QueryApiTest {
    private static final Duration DEADLINE = Duration.ofMillis(100);
    private static final int WAVES = 20;
    private static final int WAVE = 100;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean answers;
    private HttpServer server;
    private QueryApi query;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        query = new QueryApi(
                List.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())), DEADLINE);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatDoesNotAnswerIsSoonLeftInPeace() {
        for (int wave = 0; wave < WAVES; wave++) {
            List<CompletableFuture<Found<Relation>>> questions =
                    IntStream.range(0, WAVE).mapToObj(i -> query.relation(1, 2)).toList();
            questions.forEach(question -> assertThat(question.join()).isInstanceOf(Found.Unknown.class));
        }

        // The first hundred are judged; then a few at a time are tried.
        assertThat(asked).hasValueLessThan(2 * WAVE);
    }

    @Test
    @Timeout(30)
    void whatAnswersAgainIsAskedAgain() {
        IntStream.range(0, WAVE).mapToObj(i -> query.relation(1, 2)).toList().forEach(CompletableFuture::join);

        answers = true;

        Found<Relation> found = query.relation(1, 2).join();
        while (!(found instanceof Found.Present)) {
            found = query.relation(1, 2).join();
        }
        assertThat(found).isEqualTo(new Found.Present<>(new Relation(false, false, true, false)));
    }

    /** Without an answer the connection stays open until who asked has had enough. */
    private void serve(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        if (answers) {
            byte[] body = "{\"blockedBy\":true}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }
    }
}
