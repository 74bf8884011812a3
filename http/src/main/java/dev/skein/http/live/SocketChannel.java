package dev.skein.http.live;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WriteCallback;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.internal.WebSocketCoreSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to a WebSocket. */
public final class SocketChannel implements Channel {
    private static final long NEVER_PINGED = -1;
    private static final Logger log = LoggerFactory.getLogger(SocketChannel.class);

    private final Session session;
    /** What had come from the client at the last ping. */
    private long bytesAtPing = NEVER_PINGED;

    /** To a client whose frames are read. */
    public SocketChannel(Session session) {
        this.session = session;
    }

    @Override
    public void write(String message, Runnable done) {
        session.getRemote().sendString(message, new WriteCallback() {
            @Override
            public void writeSuccess() {
                done.run();
            }

            @Override
            public void writeFailed(Throwable failure) {
                // The socket tells that it is gone by itself.
                log.debug("not written", failure);
            }
        });
    }

    @Override
    public boolean ping() {
        long bytes = bytesReceived();
        if (bytes == bytesAtPing) {
            return false;
        }
        bytesAtPing = bytes;
        try {
            // Its bytes go behind what is being written; this waits for nobody.
            session.getRemote().sendPing(ByteBuffer.allocate(0), WriteCallback.NOOP);
        } catch (RuntimeException e) {
            log.debug("not pinged", e);
        }
        return true;
    }

    /** Javalin does not pass pongs on; but whatever the client sends shows that it lives. */
    private long bytesReceived() {
        CoreSession core = ((WebSocketSession) session).getCoreSession();
        return ((WebSocketCoreSession) core).getConnection().getBytesIn();
    }

    @Override
    public void close(Closing closing) {
        session.close(closing.code(), closing.reason(), WriteCallback.NOOP);
        // Whoever does not read will not read that either.
        CompletableFuture.delayedExecutor(GOODBYE_SECONDS, TimeUnit.SECONDS).execute(session::disconnect);
    }
}
