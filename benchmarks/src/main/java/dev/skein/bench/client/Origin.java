package dev.skein.bench.client;

import java.net.URI;

/**
 * Where an API listens, plain HTTP.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record Origin(String host, int port) {
    /**
     * Reads `http://host:port`.
     *
     * @throws IllegalArgumentException where it is anything else, saying what
     */
    public static Origin parse(String url) {
        URI uri = URI.create(url);
        boolean bare = uri.getPath() == null
                || uri.getPath().isEmpty()
                || uri.getPath().equals("/");
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || !bare || uri.getQuery() != null) {
            throw new IllegalArgumentException("an address looks like http://127.0.0.1:8080, not " + url);
        }
        return new Origin(uri.getHost(), uri.getPort() == -1 ? 80 : uri.getPort());
    }

    @Override
    public String toString() {
        return "http://" + host + ":" + port;
    }
}
