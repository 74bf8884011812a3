package dev.skein.http;

import java.time.Duration;
import java.util.List;

/**
 * How an API is reached.
 *
 * @param host the address to listen on; loopback unless an operator says otherwise
 * @param port the port, 0 for any free one
 * @param threads the most threads that serve requests
 * @param idleTimeout after which a silent connection is closed
 * @param stopTimeout how long requests under way may take once the process is asked to stop
 * @param corsOrigins origins whose pages may call us, {@code *} for all, none by default
 */
public record HttpConfig(
        String host, int port, int threads, Duration idleTimeout, Duration stopTimeout, List<String> corsOrigins) {
    private static final int MIN_THREADS = 8;
    private static final int MAX_THREADS = 1_000;
    private static final int MAX_PORT = 65_535;

    public HttpConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("skein.http.host must not be blank");
        }
        corsOrigins = List.copyOf(corsOrigins);
    }

    public static HttpConfig from(Settings settings, int defaultPort) {
        return new HttpConfig(
                settings.string("http.host", "127.0.0.1"),
                settings.integer("http.port", defaultPort, 0, MAX_PORT),
                settings.integer("http.threads", 64, MIN_THREADS, MAX_THREADS),
                settings.duration("http.idle-timeout", Duration.ofSeconds(60)),
                settings.duration("http.stop-timeout", Duration.ofSeconds(5)),
                settings.list("http.cors-origins", ""));
    }
}
