package dev.skein.local.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asking a server whether it can be used. */
final class Probe {

    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

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
