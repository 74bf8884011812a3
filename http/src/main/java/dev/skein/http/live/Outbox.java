package dev.skein.http.live;

import java.util.ArrayDeque;
import java.util.Queue;

/** What a client is yet to read, up to a bound; beyond it they are too slow and dropped, so that nobody waits for them and nothing piles up. */
public final class Outbox {
    private final Channel channel;
    private final int messagesMax;
    private final int charsMax;
    private final Queue<String> waiting = new ArrayDeque<>();
    private int chars;
    private boolean writing;
    private boolean pumping;
    private boolean closed;

    /**
     * An empty one.
     *
     * @param messagesMax how many may wait
     * @param charsMax how long they may be, together
     */
    public Outbox(Channel channel, int messagesMax, int charsMax) {
        this.channel = channel;
        this.messagesMax = messagesMax;
        this.charsMax = charsMax;
    }

    /** Sends a message; false if the connection is closed, or closed by this one. Any thread; never waits. */
    public boolean send(String message) {
        boolean tooMuch;
        synchronized (this) {
            if (closed) {
                return false;
            }
            tooMuch = waiting.size() >= messagesMax || chars + message.length() > charsMax;
            if (!tooMuch) {
                waiting.add(message);
                chars += message.length();
            }
        }
        if (tooMuch) {
            close(Closing.TOO_SLOW);
            return false;
        }
        pump();
        return true;
    }

    /** How many wait. */
    public synchronized int size() {
        return waiting.size();
    }

    /** Ends the connection; what waits is not sent. */
    public void close(Closing closing) {
        if (over()) {
            channel.close(closing);
        }
    }

    /** The connection has ended; true the first time. */
    public synchronized boolean over() {
        boolean first = !closed;
        closed = true;
        waiting.clear();
        chars = 0;
        return first;
    }

    private void pump() {
        synchronized (this) {
            if (pumping) {
                return;
            }
            pumping = true;
        }
        // A loop and not a call from written(), for a channel may be done at once, many times in a row.
        while (true) {
            String next;
            synchronized (this) {
                next = writing || closed ? null : waiting.poll();
                if (next == null) {
                    pumping = false;
                    return;
                }
                chars -= next.length();
                writing = true;
            }
            channel.write(next, this::written);
        }
    }

    private void written() {
        synchronized (this) {
            writing = false;
        }
        pump();
    }
}
