package dev.skein.http.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's end of a WebSocket. */
public final class Socket implements AutoCloseable, WebSocket.Listener {
    private static final Duration WITHIN = Duration.ofSeconds(40);
    private static final Duration SILENCE = Duration.ofMillis(700);

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final BlockingQueue<ByteBuffer> pongs = new LinkedBlockingQueue<>();
    private volatile String reason = "";
    private @Nullable WebSocket socket;

    public static Socket open(URI address, @Nullable String token) {
        Socket opened = new Socket();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        opened.socket = builder.buildAsync(address, opened).join();
        return opened;
    }

    public void send(JsonNode frame) {
        send(frame.toString());
    }

    public void send(String frame) {
        opened().sendText(frame, true).join();
    }

    /** Until the server has read what was sent before. */
    public void ping() {
        opened().sendPing(ByteBuffer.allocate(0)).join();
        try {
            if (pongs.poll(WITHIN.toSeconds(), TimeUnit.SECONDS) == null) {
                throw new AssertionError("no pong; closed: " + closed.getNow(null) + " " + reason);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public JsonNode next() {
        try {
            String message = messages.poll(WITHIN.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no answer; closed: " + closed.getNow(null) + " " + reason);
            }
            return Json.mapper().readTree(message);
        } catch (InterruptedException | JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether nothing comes, for as long as it would take. */
    public boolean isSilent() {
        try {
            return messages.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS) == null;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public int closedWith() {
        return closed.orTimeout(WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    }

    public String reason() {
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
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        pongs.add(message);
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

    @Override
    public void close() {
        opened().abort();
    }

    private WebSocket opened() {
        if (socket == null) {
            throw new IllegalStateException("not opened");
        }
        return socket;
    }
}
