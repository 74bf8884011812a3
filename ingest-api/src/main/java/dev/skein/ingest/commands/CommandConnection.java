package dev.skein.ingest.commands;

import dev.skein.http.ApiException;
import dev.skein.http.InnerCalls;
import dev.skein.http.Problems;
import dev.skein.http.TokenVerifier;
import dev.skein.http.Viewer;
import dev.skein.http.live.Closing;
import dev.skein.http.live.Outbox;
import dev.skein.http.live.SocketChannel;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.SuspendToken;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its commands are carried out one after the other, so that each sees what the one before has done, and answered in that order. Once so many are in flight, no
 * more frames are read: then the client's own writes wait, by TCP.
 */
final class CommandConnection {
    /** How many commands of a connection may be taken and not answered yet. */
    static final int IN_FLIGHT_MAX = 32;
    /** Who does not read so many answers is too slow: waiting for them as well would stop both sides for ever. */
    static final int ANSWERS_MAX = 2 * IN_FLIGHT_MAX;

    private static final int ANSWER_CHARS_MAX = 1 << 20;

    private final Session session;
    private final Viewer viewer;
    private final Map<String, String> headers;
    private final InnerCalls calls;
    private final SocketChannel channel;
    private final Outbox outbox;
    private final Queue<Command.Read> waiting = new ArrayDeque<>();
    private boolean busy;
    private @Nullable SuspendToken reading;
    private @Nullable Closing ending;

    /** @param headers sent with every call: who it is, and what a proxy says of them */
    CommandConnection(Session session, Viewer viewer, Map<String, String> headers, InnerCalls calls) {
        this.session = session;
        this.viewer = viewer;
        this.headers = headers;
        this.calls = calls;
        this.channel = new SocketChannel(session);
        this.outbox = new Outbox(channel, ANSWERS_MAX, ANSWER_CHARS_MAX);
    }

    /** A frame has come; none is taken any more once the session has ended. */
    void received(String frame) {
        Command.Read read = Command.read(frame);
        synchronized (this) {
            if (ending != null) {
                return;
            }
            waiting.add(read);
            if (inFlight() >= IN_FLIGHT_MAX && reading == null) {
                reading = session.suspend();
            }
        }
        next();
    }

    /** How many were taken and are not answered yet. */
    synchronized int inFlight() {
        return waiting.size() + (busy ? 1 : 0);
    }

    private void next() {
        while (true) {
            Command.Read read;
            SuspendToken paused = null;
            synchronized (this) {
                read = busy ? null : waiting.poll();
                if (read == null) {
                    return;
                }
                busy = true;
                if (waiting.size() < IN_FLIGHT_MAX / 2) {
                    paused = reading;
                    reading = null;
                }
            }
            if (paused != null) {
                paused.resume();
            }
            Command command = read.command();
            ApiException wrong = read.wrong();
            if (command == null) {
                done(CommandAnswer.of(
                        read.ref(), Problems.errorOf(wrong == null ? new IllegalStateException() : wrong)));
            } else {
                carryOut(command);
                return;
            }
        }
    }

    private void carryOut(Command command) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(command.headers());
        try {
            var unused = calls.call(new InnerCalls.Call(
                            command.method(), command.path(), all, command.body(), session.getRemoteAddress()))
                    .handle((answer, failure) -> {
                        done(
                                failure == null
                                        ? CommandAnswer.of(command.ref(), answer)
                                        : CommandAnswer.of(command.ref(), Problems.errorOf(failure)));
                        next();
                        return null;
                    });
        } catch (ApiException e) {
            done(CommandAnswer.of(command.ref(), e.error()));
            next();
        }
    }

    private void done(CommandAnswer answer) {
        outbox.send(answer.frame());
        synchronized (this) {
            busy = false;
        }
    }

    /**
     * Pings, and ends the connection where its session has ended: not before what was taken is answered, for it may be that very command which has ended it, and is still at work on the rest.
     */
    void look(TokenVerifier tokens, Instant now, boolean ping) {
        Closing over = end(Closing.reasonToEnd(tokens, viewer, now));
        if (over != null && inFlight() == 0 && outbox.size() == 0) {
            outbox.close(over);
        } else if (ping && !isHeldBack() && !channel.ping()) {
            outbox.close(Closing.SILENT);
        }
    }

    /** From the first reason to end on, nothing more is taken. Returns it. */
    private synchronized @Nullable Closing end(@Nullable Closing reason) {
        if (ending == null) {
            ending = reason;
        }
        return ending;
    }

    /** While no frames are read, no pongs are either. */
    private synchronized boolean isHeldBack() {
        return reading != null;
    }

    void close(Closing closing) {
        outbox.close(closing);
    }

    /** The connection has ended; what was taken is carried out all the same. */
    void over() {
        outbox.over();
    }
}
