package dev.skein.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HttpLoopTest {
    /** Answers each request on a connection with the next of the given answers; closes the connection after the last. */
    private static final class Scripted implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<String> answers;
        private final AtomicInteger connections = new AtomicInteger();

        Scripted(String... answers) throws IOException {
            this.answers = List.of(answers);
            Thread thread = new Thread(this::serve);
            thread.setDaemon(true);
            thread.start();
        }

        Origin origin() {
            return new Origin("127.0.0.1", socket.getLocalPort());
        }

        private void serve() {
            while (true) {
                try (Socket connection = socket.accept()) {
                    connections.incrementAndGet();
                    InputStream input = connection.getInputStream();
                    OutputStream output = connection.getOutputStream();
                    for (String answer : answers) {
                        readHead(input);
                        output.write(answer.getBytes(ISO_8859_1));
                        output.flush();
                    }
                } catch (IOException closed) {
                    if (socket.isClosed()) {
                        return;
                    }
                }
            }
        }

        private static void readHead(InputStream input) throws IOException {
            int matched = 0;
            while (matched < 4) {
                int next = input.read();
                if (next < 0) {
                    throw new IOException("closed");
                }
                matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final String LENGTH = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
    private static final String CHUNKS =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n";
    private static final String NOTHING = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String BUSY =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n";

    @Test
    void answersAreReadOneAfterTheOtherOverOneConnection() throws IOException {
        try (Scripted server = new Scripted(LENGTH, CHUNKS, NOTHING, BUSY);
                HttpLoop loop = new HttpLoop(1, Duration.ofSeconds(5))) {
            Request request = get(server);

            assertThat(loop.call(request).body()).asString(ISO_8859_1).isEqualTo("hello");
            assertThat(loop.call(request).body()).asString(ISO_8859_1).isEqualTo("hello");
            assertThat(loop.call(request).status()).isEqualTo(204);
            Answer busy = loop.call(request);

            assertThat(busy.retryAfterSeconds()).isEqualTo(7);
            assertThat(busy.worthRetrying()).isTrue();
            assertThat(server.connections.get()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatTheServerClosedIsReplaced() throws IOException {
        try (Scripted server = new Scripted(LENGTH.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                HttpLoop loop = new HttpLoop(1, Duration.ofSeconds(5))) {
            assertThat(loop.call(get(server)).status()).isEqualTo(200);
            assertThat(loop.call(get(server)).status()).isEqualTo(200);
            assertThat(server.connections.get()).isEqualTo(2);
        }
    }

    @Test
    void withoutALengthTheAnswerEndsWithTheConnection() throws IOException {
        try (Scripted server = new Scripted("HTTP/1.1 200 OK\r\n\r\nhello");
                HttpLoop loop = new HttpLoop(1, Duration.ofSeconds(5))) {
            assertThat(loop.call(get(server)).body()).asString(ISO_8859_1).isEqualTo("hello");
        }
    }

    @Test
    void moreRequestsThanConnectionsWaitTheirTurn() throws IOException {
        String[] answers = Stream.generate(() -> LENGTH).limit(50).toArray(String[]::new);
        try (Scripted server = new Scripted(answers);
                HttpLoop loop = new HttpLoop(1, Duration.ofSeconds(5))) {
            List<Integer> statuses = loop.await((CompletableFuture<List<Integer>> all) -> {
                List<Integer> got = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    loop.send(get(server), answer -> {
                        got.add(answer.status());
                        if (got.size() == 50) {
                            all.complete(got);
                        }
                    });
                }
            });

            assertThat(statuses).hasSize(50).containsOnly(200);
        }
    }

    @Test
    void noAnswerInTimeIsAFailureThatSaysSo() throws IOException {
        try (Scripted server = new Scripted("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "");
                HttpLoop loop = new HttpLoop(1, Duration.ofMillis(300))) {
            Answer answer = loop.call(get(server));

            assertThat(answer.status()).isZero();
            assertThat(answer.worthRetrying()).isTrue();
            assertThat(answer.describe()).contains("time");
        }
    }

    @Test
    void nobodyListeningIsAFailureThatSaysWhere() throws IOException {
        Origin gone;
        try (Scripted server = new Scripted()) {
            gone = server.origin();
        }
        try (HttpLoop loop = new HttpLoop(2, Duration.ofSeconds(5))) {
            Answer answer = loop.call(Request.of(gone, "GET", "/", Credential.NONE));

            assertThat(answer.status()).isZero();
            assertThat(answer.describe()).containsIgnoringCase("refused");
        }
    }

    @Test
    void whatIsNoHttpIsAFailure() throws IOException {
        try (Scripted server = new Scripted("220 mail.example ESMTP\r\n\r\n");
                HttpLoop loop = new HttpLoop(1, Duration.ofSeconds(5))) {
            assertThat(loop.call(get(server)).describe()).contains("not an answer of HTTP");
        }
    }

    @Test
    void aMistakeInACallbackComesOutWhereSomebodyWaits() {
        try (HttpLoop loop = new HttpLoop(1, Duration.ofSeconds(5))) {
            assertThatThrownBy(() -> loop.await(result -> {
                        throw new IllegalArgumentException("a mistake");
                    }))
                    .hasRootCauseMessage("a mistake");
        }
    }

    @Test
    void addressesAreCheckedWhenTheyAreGiven() {
        assertThat(Origin.parse("http://localhost:8080/")).isEqualTo(new Origin("localhost", 8080));
        assertThatThrownBy(() -> Origin.parse("https://example.org")).hasMessageContaining("http://127.0.0.1");
        assertThatThrownBy(() -> Credential.bearer("two\r\nlines")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Request get(Scripted server) {
        return Request.of(server.origin(), "GET", "/", Credential.NONE);
    }
}
