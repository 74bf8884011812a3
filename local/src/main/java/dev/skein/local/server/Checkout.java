package dev.skein.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The source tree with what {@code mvn package} put into its {@code target} folders: every program that is started. */
public record Checkout(Path root) {

    /** The one these classes were built in. */
    public static Checkout ofThisBuild() {
        try {
            Path classes = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return above(classes)
                    .orElseThrow(() -> new IllegalStateException(
                            "Skein's servers are started from a checkout, and " + classes + " is not inside one."));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Checkout> above(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("local/servers/kafka/pom.xml"))) {
                return Optional.of(new Checkout(folder));
            }
        }
        return Optional.empty();
    }

    public Path kafkaLibraries() {
        return root.resolve("local/servers/kafka/target/lib");
    }

    public Path connectPlugins() {
        return root.resolve("local/servers/debezium/target/plugins");
    }

    public Path sinkPlugins() {
        return root.resolve("connectors/target/plugins");
    }

    public Path registry() {
        return root.resolve("local/target/servers/registry");
    }

    public Path postgres() {
        return root.resolve("local/target/servers/postgres");
    }

    /** Its archive holds a folder whose name tells the version. */
    public Path elasticsearch() {
        Path unpacked = root.resolve("local/target/servers/elasticsearch");
        if (!Files.isDirectory(unpacked)) {
            return unpacked;
        }
        try (Stream<Path> folders = Files.list(unpacked)) {
            return folders.filter(Files::isDirectory).findFirst().orElse(unpacked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path cassandraLibraries() {
        return root.resolve("local/servers/cassandra/target/lib");
    }

    public Path s3() {
        return root.resolve("local/target/servers/s3/s3proxy.jar");
    }

    public Path classes(String module) {
        return root.resolve(module).resolve("target/classes");
    }

    /** All that a module needs beside its own classes. */
    public Path libraries(String module) {
        return root.resolve(module).resolve("target/lib");
    }

    /** Whether a module was built as a program. */
    public boolean isBuilt(String module) {
        return !isEmpty(classes(module)) && !isEmpty(libraries(module));
    }

    /** What is missing of the build, by name; empty when all is there. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (isEmpty(kafkaLibraries())) {
            missing.add("Kafka");
        }
        if (isEmpty(connectPlugins())) {
            missing.add("Debezium");
        }
        if (isEmpty(sinkPlugins())) {
            missing.add("the sinks");
        }
        if (isEmpty(registry())) {
            missing.add("the schema registry");
        }
        if (!Files.isExecutable(postgres().resolve("bin/postgres"))) {
            missing.add("PostgreSQL");
        }
        if (isEmpty(elasticsearch().resolve("lib"))) {
            missing.add("Elasticsearch");
        }
        if (isEmpty(cassandraLibraries())) {
            missing.add("Cassandra");
        }
        if (!Files.exists(s3())) {
            missing.add("the S3 server");
        }
        return missing;
    }

    private static boolean isEmpty(Path folder) {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
