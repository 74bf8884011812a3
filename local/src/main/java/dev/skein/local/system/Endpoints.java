package dev.skein.local.system;

import java.net.URI;
import java.util.List;

/**
 * Where everything is reached, whether we started it or the user did.
 *
 * @param kafka bootstrap servers
 * @param registry base of Confluent's REST API
 * @param connect base of Connect's REST API
 * @param search base of Elasticsearch's REST API
 * @param archive of Cassandra
 * @param media where media lie
 */
public record Endpoints(
        String kafka,
        String registry,
        String connect,
        Database database,
        URI ingest,
        List<URI> query,
        String search,
        Archive archive,
        Media media) {

    private static final int POSTGRES_PORT = 5432;

    public Endpoints {
        query = List.copyOf(query);
    }

    /**
     * A cluster of Cassandra.
     *
     * @param contactPoints {@code host:port}, separated by commas
     * @param datacenter the one that is asked
     */
    public record Archive(String contactPoints, String datacenter) {}

    /**
     * A bucket in an object store that speaks S3.
     *
     * @param publicUrl under which a browser reaches the bucket's objects without a signature; empty where it does not
     */
    public record Media(
            String endpoint, String region, String bucket, String accessKey, String secretKey, String publicUrl) {
        /** Without the secret. */
        @Override
        public String toString() {
            return endpoint + "/" + bucket;
        }
    }

    /**
     * A database of PostgreSQL.
     *
     * @param url for JDBC
     */
    public record Database(String url, String user, String password) {

        private URI uri() {
            return URI.create(url.substring("jdbc:".length()));
        }

        public String host() {
            return uri().getHost();
        }

        public int port() {
            return uri().getPort() < 0 ? POSTGRES_PORT : uri().getPort();
        }

        public String name() {
            return uri().getPath().substring(1);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return url;
        }
    }
}
