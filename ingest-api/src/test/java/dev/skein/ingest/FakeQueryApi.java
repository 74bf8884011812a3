package dev.skein.ingest;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A query API that answers what it was told, in the words of the agreed internal calls. */
final class FakeQueryApi implements AutoCloseable {
    static {
        // Else each answer waits 40 ms for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile boolean hanging;

    FakeQueryApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            if (hanging) {
                await();
            }
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] body = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status != 200 ? status : answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private void await() {
        try {
            boolean unused = closed.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Knows a tweet. */
    void tweet(long id, long authorId) {
        answers.put(
                "/internal/v1/tweets/" + id,
                "{\"id\":\"%d\",\"authorId\":\"%d\",\"text\":\"before\",\"lang\":\"en\",\"inReplyTo\":null,\"inReplyToAuthor\":null,\"quoteOf\":\"77\",\"hashtags\":[],\"mentions\":[],\"media\":[],\"createdAt\":1700000000000,\"editedAt\":null,\"version\":\"%d\"}"
                        .formatted(id, authorId, id));
    }

    /** Knows that {@code target} blocks {@code actor}. */
    void blocked(long actor, long target) {
        answers.put(
                "/internal/v1/relations/" + actor + "/" + target,
                "{\"following\":false,\"blocking\":false,\"blockedBy\":true,\"muting\":false}");
    }

    void answering(int newStatus) {
        status = newStatus;
    }

    void hanging(boolean now) {
        hanging = now;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
