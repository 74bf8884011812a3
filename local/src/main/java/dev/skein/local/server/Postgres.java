package dev.skein.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * PostgreSQL with logical decoding for CDC. It refuses to run as root; {@link Unprivileged} says what is done about it.
 *
 * @param programs the folder with bin, lib and share
 * @param password of the only role, {@value #USER}
 */
public record Postgres(Home home, Path programs, int port, String password, Unprivileged unprivileged)
        implements Server {

    public static final String NAME = "postgres";
    public static final String USER = "skein";
    public static final String DATABASE = "skein";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "SQL");
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    public String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public int memoryMb() {
        return 60;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Path data = home.data(NAME);
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        Files.createDirectories(
                data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // A first start that was cut short leaves a folder that initdb would refuse.
        Folders.empty(data);
        Path passwordFile = Files.createTempFile(
                data.getParent(),
                "password",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, password);
            unprivileged.give(data);
            unprivileged.give(passwordFile);
            List<String> initialise = new ArrayList<>(unprivileged.prefix());
            initialise.addAll(List.of(
                    programs.resolve("bin/initdb").toString(),
                    "--pgdata=" + data,
                    "--username=" + USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale",
                    "--no-instructions"));
            Tool.run("PostgreSQL's data folder could not be made", initialise, home.log(NAME));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    @Override
    public Launch launch() {
        List<String> command = new ArrayList<>(unprivileged.prefix());
        command.add(programs.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", home.data(NAME).toString(), "-p", Integer.toString(port)));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new Launch(command, Map.of(), Map.of());
    }

    private static Map<String, String> settings() {
        return new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "wal_level", "logical",
                "max_wal_senders", "4",
                "max_replication_slots", "4",
                // A connector that stays away may hold back this much of the log, not the whole disk.
                "max_slot_wal_keep_size", "2GB",
                "shared_buffers", "64MB",
                "max_connections", "60",
                "log_timezone", "UTC",
                "log_line_prefix", "%m [%p] "));
    }

    /** Fast shutdown: TERM would wait for every client to leave by itself. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    @Override
    public Optional<String> notReady() {
        Optional<String> silent = Probe.connects(port);
        if (silent.isPresent()) {
            return silent;
        }
        try (Connection connection = connect(url("postgres"), USER, password);
                Statement statement = connection.createStatement()) {
            if (!hasDatabase(statement)) {
                statement.execute("create database " + DATABASE);
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean hasDatabase(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            return rows.next();
        }
    }

    /** Also for a database of the user's own. */
    public static Optional<String> accepts(String url, String user, String password) {
        try (Connection connection = connect(url, user, password)) {
            return connection.isValid(2) ? Optional.empty() : Optional.of("does not answer");
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Connection connect(String url, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", user);
        properties.put("password", password);
        properties.put("connectTimeout", Long.toString(Probe.TIMEOUT.toSeconds()));
        properties.put("socketTimeout", Long.toString(Probe.TIMEOUT.toSeconds()));
        return DriverManager.getConnection(url, properties);
    }

    /** After kill -9 it refuses to start until its children have noticed that and are gone. */
    @Override
    public int startAttempts() {
        return 10;
    }

    @Override
    public Duration startTimeout() {
        return Duration.ofSeconds(60);
    }
}
