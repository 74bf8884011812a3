package dev.skein.bench.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection that is kept alive, with at most one request under way. Used by the loop's thread alone. */
final class Connection {
    /**
     * A request on its way.
     *
     * @param deadlineNanos on the scale of {@link System#nanoTime()}
     */
    record Exchange(Request request, Consumer<Answer> done, long deadlineNanos) {}

    /** What a connection tells those who keep it. */
    interface Owner {
        /** The exchange has its answer, the connection can take the next. */
        void free(Connection connection);

        /** The connection is gone. */
        void gone(Connection connection);
    }

    private final Owner owner;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ResponseParser parser = new ResponseParser();
    private @Nullable Exchange exchange;
    private @Nullable ByteBuffer unsent;

    Connection(Origin origin, Selector selector, Owner owner, Exchange first) throws IOException {
        this.owner = owner;
        this.exchange = first;
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
            if (channel.connect(new InetSocketAddress(origin.host(), origin.port()))) {
                key.interestOps(SelectionKey.OP_READ);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException("cannot connect to " + origin, e);
        }
        unsent = ByteBuffer.wrap(first.request().bytes());
        if (channel.isConnected()) {
            write();
        }
    }

    /** Sends the next request; the one before has its answer. */
    void send(Exchange next) {
        exchange = next;
        unsent = ByteBuffer.wrap(next.request().bytes());
        try {
            write();
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Does what the selector says is possible. */
    void ready(ByteBuffer scratch) {
        if (!key.isValid()) {
            return;
        }
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                write();
            } else {
                if (key.isWritable()) {
                    write();
                }
                if (key.isReadable()) {
                    read(scratch);
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Gives up where the deadline has passed. */
    void checkDeadline(long nowNanos) {
        if (exchange != null && nowNanos - exchange.deadlineNanos() > 0) {
            fail(new IOException("no answer within the time allowed"));
        }
    }

    /** Ends the connection; a request under way fails. */
    void fail(IOException why) {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        owner.gone(this);
        String text = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        finish(Answer.failed(text));
    }

    private void write() throws IOException {
        if (unsent == null) {
            return;
        }
        channel.write(unsent);
        boolean all = !unsent.hasRemaining();
        if (all) {
            unsent = null;
        }
        int interest = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    private void read(ByteBuffer scratch) throws IOException {
        while (true) {
            scratch.clear();
            int count = channel.read(scratch);
            if (count == 0) {
                return;
            }
            if (count < 0) {
                endOfStream();
                return;
            }
            boolean full = !scratch.hasRemaining();
            Answer answer = parser.take(scratch.flip());
            if (answer != null) {
                answered(answer);
                return;
            }
            if (!full) {
                return;
            }
        }
    }

    private void endOfStream() {
        Answer answer = parser.end();
        Exchange current = exchange;
        if (answer != null && current != null) {
            exchange = null;
            fail(new IOException("closed"));
            current.done().accept(answer);
        } else {
            fail(new IOException("the server closed the connection"));
        }
    }

    private void answered(Answer answer) {
        if (parser.closing()) {
            Exchange current = exchange;
            exchange = null;
            fail(new IOException("closed"));
            if (current != null) {
                current.done().accept(answer);
            }
            return;
        }
        // Free before the callback: what that sends next may then go over this connection.
        Exchange current = exchange;
        exchange = null;
        owner.free(this);
        if (current != null) {
            current.done().accept(answer);
        }
    }

    private void finish(Answer answer) {
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            current.done().accept(answer);
        }
    }
}
