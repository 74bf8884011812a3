package dev.skein.local.system;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.skein.connectors.Sinks;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The archive's tables in Cassandra, and what fills them. A keyspace that is there is left as it is. */
final class ArchiveSetup {
    /** Cassandra stands back, and whoever uses the system already may leave it little to run on. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Endpoints endpoints;

    ArchiveSetup(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    void run() throws InterruptedException {
        Endpoints.Archive archive = endpoints.archive();
        CqlSessionBuilder builder = CqlSession.builder()
                .withLocalDatacenter(archive.datacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, TIMEOUT)
                        .build());
        for (String point : archive.contactPoints().split(",", -1)) {
            int colon = point.lastIndexOf(':');
            builder.addContactPoint(new InetSocketAddress(
                    point.substring(0, colon).trim(),
                    Integer.parseInt(point.substring(colon + 1).trim())));
        }
        try (CqlSession session = builder.build()) {
            session.execute("CREATE KEYSPACE IF NOT EXISTS " + Sinks.KEYSPACE
                    + " WITH replication = {'class': 'NetworkTopologyStrategy', '" + archive.datacenter() + "': 1}");
            session.execute("USE " + Sinks.KEYSPACE);
            Sinks.tables().forEach(session::execute);
        } catch (DriverException e) {
            throw new LocalException("The archive's tables could not be made: " + e.getMessage(), e);
        }
        new ConnectorSetup(endpoints.connect(), Sinks.ARCHIVE)
                .run(Sinks.archive(archive.contactPoints(), archive.datacenter(), endpoints.registry()));
    }
}
