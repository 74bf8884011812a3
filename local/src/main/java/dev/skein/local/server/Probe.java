package dev.skein.local.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Asking a server whether it can be used. */
final class Probe {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    private static final short API_VERSIONS = 18;
    private static final int API_VERSIONS_BYTES = 14;
    private static final int CORRELATION = 4711;
    private static final short NO_CLIENT_ID = -1;

    private Probe() {}

    /** Ready when it accepts a connection. */
    static Optional<String> connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("nothing listens on port " + port);
        }
    }

    /**
     * Ready when a broker answers which versions it speaks: it answers nothing before it may serve. Spoken by hand, since
     * a client of Kafka takes a second of processor time to come to life, and we ask every 50 milliseconds.
     */
    static Optional<String> speaksKafka(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            ByteBuffer request = ByteBuffer.allocate(API_VERSIONS_BYTES)
                    .putInt(API_VERSIONS_BYTES - Integer.BYTES)
                    .putShort(API_VERSIONS)
                    .putShort((short) 0)
                    .putInt(CORRELATION)
                    .putShort(NO_CLIENT_ID);
            out.write(request.array());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            boolean answered = length > Integer.BYTES && in.readInt() == CORRELATION && in.readShort() == 0;
            return answered ? Optional.empty() : Optional.of("port " + port + " does not speak Kafka's protocol");
        } catch (ConnectException e) {
            return Optional.of("nothing listens on port " + port);
        } catch (IOException e) {
            return Optional.of("does not answer yet");
        }
    }

    /** Ready when a GET is answered with 200; else a short reason, with the start of the body, which usually says it. */
    static Optional<String> answers(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return Optional.empty();
            }
            String body = response.body().replaceAll("\\s+", " ").trim();
            String start = body.length() > 200 ? body.substring(0, 200) + "…" : body;
            return Optional.of("HTTP " + response.statusCode() + (start.isEmpty() ? "" : ": " + start));
        } catch (IOException e) {
            return Optional.of("no answer from " + uri);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
