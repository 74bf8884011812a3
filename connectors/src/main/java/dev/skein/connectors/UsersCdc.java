package dev.skein.connectors;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The connector that carries the users table of PostgreSQL to the topic {@code pg.users}.
 *
 * <p>A record's key is {@code {"id":…}}, its value the row as it stands as plain JSON with the columns that others may
 * see, or nothing when the row was deleted. Columns with e-mail address, telephone number and password hash never leave
 * the connector: the list names what goes out, so that a column added later stays inside.
 *
 * <p>PostgreSQL keeps its log for the connector until the connector says how far it has come, and it says so only with
 * what it reads. Other tables of the same database are written all the time: so a heartbeat puts a message of its own
 * into the log now and then. ({@code lsn.flush.mode=connector_and_driver} promises the same without a heartbeat, and in
 * Debezium 3.6.3 lost changes made while the connector was starting.)
 */
public final class UsersCdc {

    /** Its name in Connect. */
    public static final String NAME = "users-cdc";

    private UsersCdc() {}

    /** The file {@code users-cdc.json} with the place and the credentials of a database. */
    public static Map<String, String> configuration(
            String host, int port, String database, String user, String password) {
        Map<String, String> configuration = file();
        configuration.put("database.hostname", host);
        configuration.put("database.port", Integer.toString(port));
        configuration.put("database.dbname", database);
        configuration.put("database.user", user);
        configuration.put("database.password", password);
        return configuration;
    }

    /** A password that a worker with a FileConfigProvider named {@code file} reads from a properties file. */
    public static String passwordInFile(Path properties, String key) {
        return "${file:" + properties + ":" + key + "}";
    }

    static Map<String, String> file() {
        try (InputStream file = UsersCdc.class.getResourceAsStream("users-cdc.json")) {
            return new ObjectMapper().readValue(file, new TypeReference<TreeMap<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
