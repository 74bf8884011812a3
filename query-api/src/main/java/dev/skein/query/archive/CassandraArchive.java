package dev.skein.query.archive;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
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
import org.jspecify.annotations.Nullable;

/**
 * The archive in Cassandra, table {@code tweets_by_author}: a partition for each author and month, read from the newest
 * month that may hold something back to the one in which the author registered. Connects by itself, whenever Cassandra comes.
 */
public final class CassandraArchive implements Archive, AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration RECONNECT_AFTER_MAX = Duration.ofSeconds(10);
    private static final int YEAR = 100;

    private final String table;
    private final CompletableFuture<CqlSession> connected;
    private @Nullable PreparedStatement newest;

    /** Begins to connect, and returns. */
    public CassandraArchive(ArchiveConfig config) {
        table = config.keyspace() + ".tweets_by_author";
        CqlSessionBuilder builder = CqlSession.builder()
                .addContactPoints(config.addresses())
                .withLocalDatacenter(config.datacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, config.consistency())
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, WITHIN)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, CONNECT_WITHIN)
                        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_AFTER_MAX)
                        .withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
                        .build());
        if (!config.username().isEmpty()) {
            builder.withAuthCredentials(config.username(), config.password());
        }
        connected = builder.buildAsync().toCompletableFuture();
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

    @Override
    public void close() {
        @SuppressWarnings("unused") // Nobody waits for a connection that is not there yet.
        var closed = connected.thenAccept(CqlSession::close);
        connected.cancel(true);
    }
}
