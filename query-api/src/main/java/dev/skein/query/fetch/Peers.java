package dev.skein.query.fetch;

import dev.skein.query.routing.DeadPeers;
import dev.skein.query.routing.Instance;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Calls to other instances: connections are kept, every call has a deadline, and who fails is remembered. */
public final class Peers {
    private static final Duration CONNECT_WITHIN = Duration.ofMillis(300);

    private final HttpClient client;
    private final DeadPeers dead;

    /** @param executor runs what little there is to do with answers */
    public Peers(DeadPeers dead, Executor executor) {
        this.dead = dead;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .executor(executor)
                .build();
    }

    /** A request to {@code peer}, to be finished and sent. */
    public static HttpRequest.Builder to(Instance peer, String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://" + peer + pathAndQuery));
    }

    /** Sends it. The future fails where the peer refuses or the deadline passes. */
    public CompletableFuture<HttpResponse<byte[]>> send(Instance peer, HttpRequest.Builder request, Duration within) {
        // The client's own timeout does not end a body that trickles; the second one does.
        return client.sendAsync(request.timeout(within).build(), HttpResponse.BodyHandlers.ofByteArray())
                .orTimeout(within.toMillis() + 1, TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    if (failure == null) {
                        dead.answered(peer);
                    } else {
                        dead.failed(peer);
                    }
                });
    }
}
