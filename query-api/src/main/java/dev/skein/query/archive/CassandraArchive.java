package dev.skein.query.archive;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeStateListenerBase;
import dev.skein.catalog.Id;
import dev.skein.http.ApiException;
import dev.skein.query.config.ArchiveConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive in Cassandra, table {@code tweets_by_author}: a partition for each author and month, read from the newest
 * month that may hold something back to the one in which the author registered. Connects by itself, whenever Cassandra comes.
 */
public final class CassandraArchive implements Archive, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraArchive.class);
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration RECONNECT_AFTER_MAX = Duration.ofSeconds(10);
    private static final int YEAR = 100;

    private final String table;
    private final CompletableFuture<CqlSession> connected;
    private @Nullable PreparedStatement newest;

    /**
     * Begins to connect.
     *
     * @param after what goes first: the driver takes seconds of the processor, which a start lacks elsewhere
     */
    public CassandraArchive(ArchiveConfig config, CompletionStage<Void> after) {
        table = config.keyspace() + ".tweets_by_author";
        connected = after.thenComposeAsync(nothing -> connect(config)).toCompletableFuture();
    }

    private static CompletionStage<CqlSession> connect(ArchiveConfig config) {
        ProgrammaticDriverConfigLoaderBuilder driver = DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, config.consistency())
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, WITHIN)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, CONNECT_WITHIN)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_AFTER_MAX)
                .withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
                // Said once, below, and not again at each try.
                .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
                // Who has a replica of what is known from the keyspace's own description.
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(config.keyspace()));
        config.driver().forEach(driver::withString);
        CqlSessionBuilder builder = CqlSession.builder()
                .addContactPoints(config.addresses())
                .withLocalDatacenter(config.datacenter())
                .withNodeStateListener(new NodeLog())
                .withConfigLoader(driver.build());
        if (!config.username().isEmpty()) {
            builder.withAuthCredentials(config.username(), config.password());
        }
        LOG.info("connecting to the archive at {}, whenever it comes", config.contactPoints());
        return builder.buildAsync();
    }

    @Override
    public List<Long> below(long author, long before, int count) {
        CqlSession session = session();
        try {
            PreparedStatement select = prepared(session);
            List<Long> ids = new ArrayList<>(count);
            YearMonth first = month(author);
            for (YearMonth month = month(before);
                    ids.size() < count && !month.isBefore(first);
                    month = month.minusMonths(1)) {
                int number = month.getYear() * YEAR + month.getMonthValue();
                session.execute(select.bind(author, number, before, count - ids.size()))
                        .forEach(row -> ids.add(row.getLong(0)));
            }
            return ids;
        } catch (DriverException e) {
            throw ApiException.unavailable("The archive does not answer.");
        }
    }

    private CqlSession session() {
        if (!connected.isDone() || connected.isCompletedExceptionally()) {
            throw ApiException.unavailable("The archive is not ready.");
        }
        return connected.join();
    }

    private synchronized PreparedStatement prepared(CqlSession session) {
        PreparedStatement known = newest;
        if (known == null) {
            known = session.prepare(
                    "SELECT id FROM " + table + " WHERE author_id = ? AND month = ? AND id < ? LIMIT ?");
            newest = known;
        }
        return known;
    }

    private static YearMonth month(long id) {
        return YearMonth.from(Instant.ofEpochMilli(Id.millis(id)).atZone(ZoneOffset.UTC));
    }

    /** A node comes or goes: said once. */
    private static final class NodeLog extends NodeStateListenerBase {
        @Override
        public void close() {
            // Nothing is held.
        }

        @Override
        public void onUp(Node node) {
            LOG.info("the archive is there: {}", node.getEndPoint());
        }

        @Override
        public void onDown(Node node) {
            LOG.warn("the archive does not answer, it is tried until it does: {}", node.getEndPoint());
        }
    }

    @Override
    public void close() {
        @SuppressWarnings("unused") // Nobody waits for a connection that is not there yet.
        var closed = connected.thenAccept(CqlSession::close);
        connected.cancel(true);
    }
}
