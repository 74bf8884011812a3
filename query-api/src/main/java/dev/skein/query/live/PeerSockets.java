package dev.skein.query.live;

import dev.skein.http.live.Closing;
import dev.skein.http.live.Outbox;
import dev.skein.http.live.SocketChannel;
import dev.skein.query.live.Wire.Frame;
import io.javalin.websocket.WsConfig;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Other instances that watch timelines of this one: each over one WebSocket, for all of its clients. */
public final class PeerSockets {
    /** Where instances reach each other. */
    public static final String PATH = "/internal/v1/streams";

    private static final Logger LOG = LoggerFactory.getLogger(PeerSockets.class);
    private static final int MESSAGES_MAX = 100_000;
    private static final int CHARS_MAX = 64 << 20;

    private final LocalWatching local;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();

    /** @param local what they watch */
    public PeerSockets(LocalWatching local) {
        this.local = local;
    }

    /** What happens on a connection. */
    public void socket(WsConfig socket) {
        socket.onConnect(ctx -> peers.put(ctx.sessionId(), new Peer(ctx.session)));
        socket.onMessage(ctx -> {
            Peer peer = peers.get(ctx.sessionId());
            if (peer != null) {
                peer.received(ctx.message());
            }
        });
        socket.onClose(ctx -> over(ctx.sessionId()));
        socket.onError(ctx -> over(ctx.sessionId()));
    }

    private void over(String session) {
        Peer peer = peers.remove(session);
        if (peer != null) {
            peer.over();
        }
    }

    private final class Peer implements Watching.Told {
        private final Outbox outbox;
        /** Under the lock of this, as whether it has ended: nobody may be watched for one that has. */
        private final Set<Long> watched = new HashSet<>();

        private boolean ended;

        Peer(Session session) {
            outbox = new Outbox(new SocketChannel(session), MESSAGES_MAX, CHARS_MAX);
        }

        void received(String text) {
            Frame frame;
            try {
                frame = Wire.read(text);
            } catch (IllegalArgumentException e) {
                LOG.warn("another instance says what is not understood: {}", e.getMessage());
                outbox.close(Closing.INTERNAL);
                return;
            }
            if (frame instanceof Frame.Watch watch) {
                watch(watch);
            } else if (frame instanceof Frame.Unwatch unwatch) {
                unwatch(unwatch.reader());
            }
        }

        private synchronized void watch(Frame.Watch watch) {
            if (ended) {
                return;
            }
            watched.add(watch.reader());
            var unused = local.watch(this, watch.reader(), watch.above()).handle((above, failure) -> {
                send(failure == null ? new Frame.Watched(watch.ref(), above) : new Frame.Elsewhere(watch.ref()));
                return null;
            });
        }

        private synchronized void unwatch(long reader) {
            watched.remove(reader);
            local.unwatch(this, reader);
        }

        @Override
        public void item(long reader, long entry, String json) {
            send(new Frame.Entered(reader, entry, json));
        }

        @Override
        public void changed(long reader) {
            send(new Frame.Changed(reader));
        }

        private void send(Frame frame) {
            outbox.send(Wire.write(frame));
        }

        synchronized void over() {
            ended = true;
            outbox.over();
            watched.forEach(reader -> local.unwatch(this, reader));
        }
    }
}
