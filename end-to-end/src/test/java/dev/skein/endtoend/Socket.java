package dev.skein.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's end of a WebSocket. */
final class Socket implements AutoCloseable, WebSocket.Listener {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile String reason = "";
    private @Nullable WebSocket socket;

    static Socket open(URI address, @Nullable String token) {
        Socket opened = new Socket();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        opened.socket = builder.buildAsync(address, opened).join();
        return opened;
    }

    /** A stream that is open: what happens from now on is told. */
    static Socket stream(Api query, Person viewer, String parameters) {
        Socket stream = open(query.address("ws", "/v1/stream" + parameters), viewer.token());
        String first = stream.next().at("/event").asText();
        if (!first.equals("open")) {
            throw new AssertionError("it began with " + first);
        }
        return stream;
    }

    void send(String frame) {
        opened().sendText(frame, true).join();
    }

    JsonNode next() {
        try {
            String message = messages.poll(WITHIN.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no answer; closed: " + closed.getNow(null) + " " + reason);
            }
            return Json.read(message);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int closedWith() {
        return closed.orTimeout(WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    }

    String reason() {
        return reason;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String why) {
        reason = why;
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    private WebSocket opened() {
        if (socket == null) {
            throw new IllegalStateException("not opened");
        }
        return socket;
    }

    @Override
    public void close() {
        opened().abort();
    }
}
