package dev.skein.bench.client;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections to one origin, and the requests that wait for one of them to be free. */
final class Pool implements Connection.Owner {
    private final Origin origin;
    private final Selector selector;
    private final int connectionsMax;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Connection.Exchange> waiting = new ArrayDeque<>();

    Pool(Origin origin, Selector selector, int connectionsMax) {
        this.origin = origin;
        this.selector = selector;
        this.connectionsMax = connectionsMax;
    }

    void send(Connection.Exchange exchange) {
        Connection warm = free.pollLast();
        if (warm != null) {
            warm.send(exchange);
        } else if (connections.size() < connectionsMax) {
            open(exchange);
        } else {
            waiting.add(exchange);
        }
    }

    @Override
    public void free(Connection connection) {
        Connection.Exchange next = waiting.poll();
        if (next != null) {
            connection.send(next);
        } else {
            free.addLast(connection);
        }
    }

    @Override
    public void gone(Connection connection) {
        connections.remove(connection);
        free.remove(connection);
        Connection.Exchange next = waiting.poll();
        if (next != null) {
            open(next);
        }
    }

    void checkDeadlines(long nowNanos) {
        for (Connection connection : List.copyOf(connections)) {
            connection.checkDeadline(nowNanos);
        }
        while (!waiting.isEmpty() && nowNanos - waiting.element().deadlineNanos() > 0) {
            waiting.remove().done().accept(Answer.failed("no connection became free within the time allowed"));
        }
    }

    private void open(Connection.Exchange first) {
        Connection.@Nullable Exchange exchange = first;
        while (exchange != null) {
            try {
                connections.add(new Connection(origin, selector, this, exchange));
                return;
            } catch (IOException e) {
                exchange.done().accept(Answer.failed("cannot connect to " + origin + ": " + e.getMessage()));
                exchange = waiting.poll();
            }
        }
    }
}
