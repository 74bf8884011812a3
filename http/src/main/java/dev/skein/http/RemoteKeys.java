package dev.skein.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys that the ingest API publishes.
 *
 * <p>They are fetched now and then ({@link #refresh()}), so that the next key is known before anything is signed with it, and when a token names a key we do not know, at most once a
 * {@link #RETRY_AFTER}. They are kept until the ingest API publishes others, and in a file for the next process: reading goes on while the ingest API is away. A key that is not published any more is not believed any more.
 */
public final class RemoteKeys implements KeySource {
    /** The shortest time between two attempts, so that made-up key ids do not become a load. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(RemoteKeys.class);

    private final URI address;
    private final @Nullable Path file;
    private final LongSupplier nanoTime;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final AtomicLong nextAttemptNanos;
    private volatile Map<String, ECPublicKey> known = Map.of();

    /**
     * @param address the JWKS
     * @param file where to keep it for a start without the ingest API, or null
     */
    public RemoteKeys(URI address, @Nullable Path file) {
        this(address, file, System::nanoTime);
    }

    RemoteKeys(URI address, @Nullable Path file, LongSupplier nanoTime) {
        this.address = address;
        this.file = file;
        this.nanoTime = nanoTime;
        this.nextAttemptNanos = new AtomicLong(nanoTime.getAsLong());
        readFile();
    }

    @Override
    public @Nullable ECPublicKey key(String keyId) {
        ECPublicKey key = known.get(keyId);
        if (key == null && fetchIfDue()) {
            key = known.get(keyId);
        }
        if (key == null && known.isEmpty()) {
            throw new ApiException(
                    new ApiError.Unavailable("The keys to check tokens with could not be fetched yet.", RETRY_AFTER));
        }
        return key;
    }

    /** Whether any key is known; tries to fetch them if not. For readiness. */
    public boolean isReady() {
        return !known.isEmpty() || (fetchIfDue() && !known.isEmpty());
    }

    /** Fetches them anew; what is known stays where that fails. */
    public void refresh() {
        boolean unused = fetchIfDue();
    }

    private boolean fetchIfDue() {
        long now = nanoTime.getAsLong();
        long due = nextAttemptNanos.get();
        // One caller fetches; the others go on with what is known.
        if (now - due < 0 || !nextAttemptNanos.compareAndSet(due, now + RETRY_AFTER.toNanos())) {
            return false;
        }
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                log.warn("{} answered {}", address, response.statusCode());
                return false;
            }
            replace(response.body());
            writeFile(response.body());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | ParseException | JOSEException e) {
            log.warn("Keys could not be fetched from {}: {}", address, e.toString());
            return false;
        }
    }

    private synchronized void replace(String json) throws ParseException, JOSEException {
        Map<String, ECPublicKey> all = new HashMap<>();
        for (JWK key : JWKSet.parse(json).getKeys()) {
            if (key instanceof ECKey ecKey && key.getKeyID() != null) {
                all.put(key.getKeyID(), ecKey.toECPublicKey());
            }
        }
        if (all.isEmpty()) {
            throw new ParseException("there is no key in it", 0);
        }
        known = Map.copyOf(all);
    }

    private void readFile() {
        if (file == null || !Files.isRegularFile(file)) {
            return;
        }
        try {
            replace(Files.readString(file));
        } catch (IOException | ParseException | JOSEException e) {
            log.warn("{} is not readable as keys and is ignored: {}", file, e.toString());
        }
    }

    private void writeFile(String json) throws IOException {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(aside, json);
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
