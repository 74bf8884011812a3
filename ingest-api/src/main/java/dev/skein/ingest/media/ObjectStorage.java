package dev.skein.ingest.media;

import dev.skein.http.ApiException;
import dev.skein.http.media.MediaConfig;
import dev.skein.http.media.PresignedUrls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bucket: whether something is in it, and its removal. */
final class ObjectStorage {
    /** So that a reader, a proxy and a CDN keep it for ever: media are never written over. */
    static final String CACHE_CONTROL = "public, max-age=31536000, immutable";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SIGNED_FOR = Duration.ofMinutes(5);
    private static final Logger log = LoggerFactory.getLogger(ObjectStorage.class);

    /** What was uploaded. */
    record Uploaded(String contentType, long bytes) {}

    private final PresignedUrls urls;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    ObjectStorage(MediaConfig config, Clock clock) {
        this.urls = new PresignedUrls(config);
        this.clock = clock;
    }

    /** Where a client puts an object, with these headers and of this length and no other. */
    URI upload(String key, Map<String, String> headers, long bytes, Duration validFor) {
        Map<String, String> signed = new TreeMap<>(headers);
        signed.put("Content-Length", Long.toString(bytes));
        return urls.sign("PUT", key, signed, validFor, clock);
    }

    /** What was uploaded under a key, empty for nothing; 503 where that is not known in time. */
    CompletableFuture<Optional<Uploaded>> find(String key) {
        return client.sendAsync(request("HEAD", key), HttpResponse.BodyHandlers.discarding())
                .handle((response, failure) -> {
                    if (failure == null && response.statusCode() == 404) {
                        return Optional.empty();
                    }
                    if (failure != null || response.statusCode() != 200) {
                        log.warn(
                                "The object storage does not say whether {} is there: {}",
                                key,
                                failure == null ? "status " + response.statusCode() : failure.toString());
                        throw ApiException.unavailable(
                                "Whether the media were uploaded could not be found out in time.");
                    }
                    return Optional.of(new Uploaded(
                            response.headers().firstValue("Content-Type").orElse(""),
                            response.headers()
                                    .firstValueAsLong("Content-Length")
                                    .orElse(-1)));
                });
    }

    /** Removes an object; whether it is gone. */
    boolean remove(String key) {
        int status = send("DELETE", key);
        return status == 200 || status == 204 || status == 404;
    }

    /** Makes the bucket if it is not there and we may. */
    void prepare() {
        if (send("HEAD", "") == 404) {
            log.info("Makes the bucket: status {}", send("PUT", ""));
        }
    }

    private int send(String method, String key) {
        try {
            return client.send(request(method, key), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            log.warn("The object storage does not answer: {}", e.toString());
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private HttpRequest request(String method, String key) {
        return HttpRequest.newBuilder(urls.sign(method, key, Map.of(), SIGNED_FOR, clock))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(TIMEOUT)
                .build();
    }
}
