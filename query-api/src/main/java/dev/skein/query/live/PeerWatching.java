package dev.skein.query.live;

import dev.skein.http.live.Channel;
import dev.skein.http.live.Closing;
import dev.skein.http.live.Outbox;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.live.Wire.Frame;
import dev.skein.query.routing.Instance;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timelines of another instance, over one WebSocket. Once it has ended, everything fails, and {@link #isOpen} says so: then a new one is made. */
final class PeerWatching implements Watching, WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PeerWatching.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final int MESSAGES_MAX = 200_000;
    private static final int CHARS_MAX = 16 << 20;

    private final Told to;
    private final Map<Integer, CompletableFuture<Above>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger refs = new AtomicInteger();
    private final CompletableFuture<WebSocket> socket;
    private final Outbox outbox;
    private final StringBuilder partial = new StringBuilder();
    private volatile boolean open = true;

    /** Connects. */
    PeerWatching(HttpClient client, Instance peer, Told to) {
        this.to = to;
        this.outbox = new Outbox(new Socket(), MESSAGES_MAX, CHARS_MAX);
        this.socket = client.newWebSocketBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .buildAsync(URI.create("ws://" + peer + PeerSockets.PATH), this);
        var unused = socket.whenComplete((opened, failure) -> {
            if (failure != null) {
                over(failure);
            }
        });
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public CompletableFuture<Above> watch(long reader, long above) {
        int ref = refs.incrementAndGet();
        CompletableFuture<Above> answer =
                new CompletableFuture<Above>().orTimeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        asked.put(ref, answer);
        if (!outbox.send(Wire.write(new Frame.Watch(ref, reader, above)))) {
            over(new IllegalStateException("not open"));
        }
        return answer.whenComplete((told, failure) -> asked.remove(ref));
    }

    @Override
    public void unwatch(long reader) {
        outbox.send(Wire.write(new Frame.Unwatch(reader)));
    }

    void ping() {
        WebSocket opened = socket.getNow(null);
        if (opened != null) {
            var unused = opened.sendPing(ByteBuffer.allocate(0)).exceptionally(failure -> {
                over(failure);
                return null;
            });
        }
    }

    void close() {
        over(new IllegalStateException("closing"));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            try {
                received(Wire.read(text));
            } catch (IllegalArgumentException e) {
                over(e);
            }
        }
        from.request(1);
        return null;
    }

    private void received(Frame frame) {
        if (frame instanceof Frame.Entered entered) {
            to.item(entered.reader(), entered.entry(), entered.json());
        } else if (frame instanceof Frame.Changed changed) {
            to.changed(changed.reader());
        } else if (frame instanceof Frame.Watched watched) {
            CompletableFuture<Above> answer = asked.get(watched.ref());
            if (answer != null) {
                answer.complete(watched.above());
            }
        } else if (frame instanceof Frame.Elsewhere elsewhere) {
            CompletableFuture<Above> answer = asked.get(elsewhere.ref());
            if (answer != null) {
                answer.completeExceptionally(new StoreUnavailableException("It is not there."));
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        over(new IllegalStateException("closed: " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        over(failure);
    }

    private void over(Throwable reason) {
        if (open) {
            open = false;
            LOG.debug("the timelines of another instance are not watched any more", reason);
            outbox.over();
            WebSocket opened = socket.getNow(null);
            if (opened != null) {
                opened.abort();
            }
        }
        asked.values().forEach(answer -> answer.completeExceptionally(reason));
    }

    /** One message at a time, as the client of the JDK wants it. */
    private final class Socket implements Channel {
        @Override
        public void write(String message, Runnable done) {
            var unused = socket.thenCompose(opened -> opened.sendText(message, true))
                    .whenComplete((sent, failure) -> {
                        if (failure == null) {
                            done.run();
                        } else {
                            over(failure);
                        }
                    });
        }

        @Override
        public boolean ping() {
            PeerWatching.this.ping();
            return true;
        }

        @Override
        public void close(Closing closing) {
            over(new IllegalStateException(closing.reason()));
        }
    }
}
