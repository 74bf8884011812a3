package dev.skein.bench.load;

import dev.skein.bench.client.Credential;
import dev.skein.bench.client.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Thousands of WebSockets that listen, on one thread: what a client library holds for each of them would be what is measured. It knows as much of RFC 6455 as a listener
 * needs: the handshake, text, ping and close.
 */
final class StreamSockets implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int OPCODE = 0x0F;
    private static final int SHORT_LENGTH = 126;
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Origin origin;
    private final Consumer<String> texts;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "streams");
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(256 * 1024);
    private final AtomicInteger upgraded = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean closed;
    private volatile String firstEnd = "";

    /** @param texts is told every message, on the one thread */
    StreamSockets(Origin origin, Consumer<String> texts) throws IOException {
        this.origin = origin;
        this.texts = texts;
        this.selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. */
    private static final class Socket {
        private final SocketChannel channel;
        private boolean upgraded;
        /** What has come of a message that is not whole. */
        private byte[] rest = new byte[0];

        Socket(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** Opens one; the caller waits for the connection, not for the answer. */
    void open(Credential who) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(origin.host(), origin.port()));
        String request = "GET /v1/stream HTTP/1.1\r\nHost: " + origin.host() + ":" + origin.port()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + who.lines() + "\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Socket(channel));
        selector.wakeup();
    }

    /** How many were let in. */
    int upgraded() {
        return upgraded.get();
    }

    /** How many have ended. */
    int ended() {
        return ended.get();
    }

    /** Why the first one did. */
    String firstEnd() {
        return firstEnd;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(key -> read((Socket) key.attachment(), key), 100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Socket socket, SelectionKey key) {
        try {
            scratch.clear();
            int count = socket.channel.read(scratch);
            if (count < 0) {
                end(key, "closed by the server");
                return;
            }
            scratch.flip();
            byte[] bytes = Arrays.copyOf(socket.rest, socket.rest.length + count);
            scratch.get(bytes, socket.rest.length, count);
            int done = socket.upgraded ? 0 : upgrade(socket, bytes);
            if (socket.upgraded) {
                done = frames(socket, bytes, done, key);
            }
            socket.rest = Arrays.copyOfRange(bytes, done, bytes.length);
        } catch (IOException e) {
            end(key, e.toString());
        }
    }

    private int upgrade(Socket socket, byte[] bytes) throws IOException {
        for (int i = 0; i + HEAD_END.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                String head = new String(bytes, 0, i, StandardCharsets.US_ASCII);
                if (!head.startsWith("HTTP/1.1 101")) {
                    throw new IOException(head.lines().findFirst().orElse(""));
                }
                socket.upgraded = true;
                upgraded.incrementAndGet();
                return i + HEAD_END.length;
            }
        }
        return 0;
    }

    private int frames(Socket socket, byte[] bytes, int from, SelectionKey key) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, bytes.length - from);
        int done = from;
        while (buffer.remaining() >= 2) {
            int opcode = buffer.get() & OPCODE;
            int length = buffer.get() & 0x7F;
            int longer = length < SHORT_LENGTH ? 0 : length == SHORT_LENGTH ? Short.BYTES : Long.BYTES;
            if (buffer.remaining() < longer) {
                break;
            }
            length = longer == 0 ? length : longer == Short.BYTES ? buffer.getShort() & 0xFFFF : (int) buffer.getLong();
            if (buffer.remaining() < length) {
                break;
            }
            String payload = new String(bytes, buffer.position(), length, StandardCharsets.UTF_8);
            buffer.position(buffer.position() + length);
            done = buffer.position();
            if (opcode == TEXT) {
                texts.accept(payload);
            } else if (opcode == PING) {
                socket.channel.write(ByteBuffer.wrap(PONG));
            } else if (opcode == CLOSE) {
                end(key, "close frame: " + payload.substring(Math.min(2, payload.length())));
            }
        }
        return done;
    }

    private void end(SelectionKey key, String why) {
        if (key.isValid()) {
            key.cancel();
            if (ended.getAndIncrement() == 0) {
                firstEnd = why;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
