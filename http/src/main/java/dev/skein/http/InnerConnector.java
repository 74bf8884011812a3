package dev.skein.http;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** Lets requests into a Jetty server from memory: one connection for each, which nobody waits for. */
final class InnerConnector extends AbstractConnector {
    InnerConnector(Server server, HttpConfiguration http) {
        super(server, null, null, null, 0, new HttpConnectionFactory(http));
    }

    /** The bytes of the answer to a request that asks for the connection to be closed after it. */
    CompletableFuture<byte[]> send(byte[] request, SocketAddress client) {
        Memory memory = new Memory(request, client);
        memory.onOpen();
        onEndPointOpened(memory);
        Connection connection = getDefaultConnectionFactory().newConnection(this, memory);
        memory.setConnection(connection);
        connection.onOpen();
        return memory.answer;
    }

    @Override
    protected void accept(int acceptor) {
        throw new IllegalStateException("Nobody is accepted here");
    }

    @Override
    public Object getTransport() {
        return this;
    }

    private final class Memory extends ByteArrayEndPoint {
        private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
        private final SocketAddress client;

        Memory(byte[] request, SocketAddress client) {
            super(InnerConnector.this.getScheduler(), InnerConnector.this.getIdleTimeout());
            this.client = client;
            setGrowOutput(true);
            addInput(ByteBuffer.wrap(request));
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return client;
        }

        @Override
        protected void execute(Runnable task) {
            InnerConnector.this.getExecutor().execute(task);
        }

        @Override
        public void doShutdownOutput() {
            super.doShutdownOutput();
            close();
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            Connection connection = getConnection();
            if (connection != null) {
                connection.onClose(cause);
            }
            onEndPointClosed(this);
            super.onClose(cause);
            answer.complete(BufferUtil.toArray(takeOutput()));
        }
    }
}
