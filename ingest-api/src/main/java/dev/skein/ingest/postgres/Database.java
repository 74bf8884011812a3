package dev.skein.ingest.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The connections to PostgreSQL, and the tables as this version of the code wants them. */
public final class Database implements AutoCloseable {
    /** How long a start waits for a server that is not there yet. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

    private final HikariDataSource dataSource;
    private final Jdbi jdbi;

    private Database(HikariDataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource);
    }

    /**
     * Connects, waits up to a minute for the server, and brings the tables up to date. Several instances may do so at once: Flyway takes an advisory lock.
     *
     * @param url a JDBC address
     * @param connections the most connections
     */
    public static Database open(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgresql");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(START_TIMEOUT.toMillis());
        config.addDataSourceProperty("ApplicationName", "skein-ingest");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("socketTimeout", "10");
        HikariDataSource dataSource = new HikariDataSource(config);
        Flyway.configure().dataSource(dataSource).load().migrate();
        return new Database(dataSource);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        dataSource.close();
    }

    /** The constraint or unique index that {@code failure} broke, or null if it is something else. */
    static @Nullable String brokenConstraint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException exception) {
                ServerErrorMessage message = exception.getServerErrorMessage();
                return message == null ? null : message.getConstraint();
            }
        }
        return null;
    }

    /** Whether PostgreSQL could not be reached, or not in time, as opposed to having refused what it was asked. */
    public static boolean isUnreachable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException exception) {
                String state = exception.getSQLState();
                // 08: connection; 57P: the server is shutting down or starting; no state: the pool ran out of time.
                return state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
            }
        }
        return false;
    }
}
