package dev.skein.local.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Apicurio, for Confluent's REST API under {@code /apis/ccompat/v7}; schemas lie in an H2 file. */
public record SchemaRegistry(Home home, Path program, int port, int managementPort, String userOptions)
        implements Server {

    public static final String NAME = "registry";

    private static final int HEAP_MB = 256;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "REST", managementPort, "management");
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    @Override
    public int memoryMb() {
        return 280;
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(home.data(NAME));
    }

    @Override
    public Launch launch() {
        List<String> command = Java.command(
                HEAP_MB,
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                userOptions,
                List.of("-jar", jar().toString()));
        Map<String, String> environment = Map.of(
                "APICURIO_STORAGE_KIND", "sql",
                "APICURIO_STORAGE_SQL_KIND", "h2",
                // Closing the file is left to the server's own end, not to whichever shutdown hook comes first.
                "APICURIO_DATASOURCE_URL",
                        "jdbc:h2:file:" + home.data(NAME).resolve("schemas") + ";DB_CLOSE_ON_EXIT=FALSE",
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                // Left alone it would listen on all interfaces.
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort),
                "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false",
                "QUARKUS_LOG_CONSOLE_FORMAT", "%d{yyyy-MM-dd'T'HH:mm:ss,SSSXXX} %p %s (%c)%e%n",
                "QUARKUS_BANNER_ENABLED", "false");
        return new Launch(command, environment, Map.of());
    }

    private Path jar() {
        try (Stream<Path> files = Files.list(program)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no -runner.jar in " + program));
        } catch (IOException e) {
            throw new IllegalStateException("the schema registry is not there: " + program, e);
        }
    }

    @Override
    public Optional<String> notReady() {
        return answers(address());
    }

    /** Also for a registry of the user's own. */
    public static Optional<String> answers(String url) {
        return Probe.answers(URI.create(url + "/subjects"));
    }
}
