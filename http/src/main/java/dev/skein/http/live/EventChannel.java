package dev.skein.http.live;

import io.javalin.http.Context;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Server-Sent Events. A message is one event as it goes over the wire, with the empty line behind it. */
public final class EventChannel implements Channel, WriteListener {
    private static final Logger log = LoggerFactory.getLogger(EventChannel.class);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final ServletOutputStream out;
    private final EndPoint connection;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private byte @Nullable [] next;
    private @Nullable Runnable done;
    private boolean flushing;
    private boolean pinging;
    private byte @Nullable [] goodbye;
    private boolean leaving;

    private EventChannel(ServletOutputStream out, EndPoint connection) {
        this.out = out;
        this.connection = connection;
    }

    /** Answers a request with a stream of events, which lasts until it is closed or the client goes away. */
    public static EventChannel open(Context ctx) {
        ctx.status(200).contentType("text/event-stream;charset=utf-8");
        ctx.header("Cache-Control", "no-store");
        // Proxies that gather answers would keep events back.
        ctx.header("X-Accel-Buffering", "no");
        AsyncContext async = ctx.req().startAsync();
        async.setTimeout(0);
        try {
            EventChannel channel = new EventChannel(
                    ctx.res().getOutputStream(),
                    Request.getBaseRequest(ctx.req()).getHttpChannel().getEndPoint());
            ctx.future(() -> channel.ended);
            channel.out.setWriteListener(channel);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code action} once the stream has ended, whoever ended it. */
    public void whenEnded(Runnable action) {
        var unused = ended.whenComplete((nothing, failure) -> action.run());
    }

    @Override
    public void write(String message, Runnable whenWritten) {
        synchronized (this) {
            next = message.getBytes(StandardCharsets.UTF_8);
            done = whenWritten;
        }
        onWritePossible();
    }

    /** Nobody answers here; but who lives reads, and what was to be written then is written by now. */
    @Override
    public boolean ping() {
        synchronized (this) {
            if (pinging) {
                return false;
            }
            pinging = true;
        }
        onWritePossible();
        return true;
    }

    @Override
    public void onWritePossible() {
        Runnable written = null;
        boolean left = false;
        try {
            synchronized (this) {
                if (next != null && out.isReady()) {
                    out.write(next);
                    next = null;
                    flushing = true;
                    // What was written shows as well that this lives.
                    pinging = false;
                }
                if (next == null && pinging && out.isReady()) {
                    out.write(COMMENT);
                    pinging = false;
                    flushing = true;
                }
                if (next == null && goodbye != null && out.isReady()) {
                    out.write(goodbye);
                    goodbye = null;
                    leaving = true;
                    flushing = true;
                }
                if (next == null && flushing && out.isReady()) {
                    out.flush();
                    flushing = false;
                    written = done;
                    done = null;
                }
                left = leaving && !flushing && out.isReady();
            }
        } catch (IOException e) {
            onError(e);
        }
        if (left) {
            ended.complete(null);
        } else if (written != null) {
            written.run();
        }
    }

    @Override
    public void onError(Throwable failure) {
        log.debug("a stream of events has ended", failure);
        ended.complete(null);
    }

    @Override
    public void close(Closing closing) {
        String last =
                "event: close\ndata: {\"code\":%d,\"reason\":\"%s\"}\n\n".formatted(closing.code(), closing.reason());
        synchronized (this) {
            next = null;
            done = null;
            goodbye = last.getBytes(StandardCharsets.UTF_8);
        }
        onWritePossible();
        if (!ended.isDone()) {
            // Whoever does not read will perhaps not read that either.
            CompletableFuture.delayedExecutor(GOODBYE_SECONDS, TimeUnit.SECONDS).execute(this::giveUp);
        }
    }

    private void giveUp() {
        if (ended.complete(null)) {
            connection.close();
        }
    }
}
