package dev.skein.bench.marks;

import dev.skein.bench.load.Removal;
import dev.skein.local.server.Checkout;
import dev.skein.local.server.Home;
import dev.skein.local.system.LocalSystem;
import dev.skein.local.system.Ports;
import dev.skein.local.system.Progress;
import dev.skein.local.system.Settings;
import dev.skein.local.system.UserConfiguration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A broker, a registry and a query instance with the applications [author] and [home], as processes of their own on free
 * ports and in a temporary folder; gone afterwards, also after Ctrl-C.
 */
final class Stage implements AutoCloseable {
    /** [engagement], [trends] and [notifications] take no part in a delivery. */
    private static final String APPLICATIONS = "author,home";

    private final LocalSystem system;
    private final Path folder;
    private final PrintStream out;
    private final Removal removal;
    private final Admin admin;

    private Stage(LocalSystem system, Path folder, PrintStream out) {
        this.system = system;
        this.folder = folder;
        this.out = out;
        Properties properties = new Properties();
        properties.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, system.endpoints().kafka());
        this.admin = Admin.create(properties);
        this.removal = new Removal(folder, this::end);
    }

    /**
     * Starts one.
     *
     * @param partitions of every topic
     * @param apis configuration beside what every stage has
     * @param queryOptions of the query instance's Java
     */
    static Stage start(int partitions, Map<String, String> apis, String queryOptions, PrintStream out)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("skein-bench");
        Map<String, String> configuration = new HashMap<>(Map.of("skein.applications", APPLICATIONS));
        configuration.putAll(apis);
        LocalSystem system = new LocalSystem(new Settings(
                new Home(folder),
                Checkout.ofThisBuild(),
                Ports.free(1),
                partitions,
                new UserConfiguration(Map.of(
                        "query-api.java-options",
                        queryOptions,
                        "kafka.java-options",
                        "-Xmx1g -XX:MaxDirectMemorySize=256m")),
                configuration,
                Servers.ALL,
                Set.of(),
                false));
        Stage stage = new Stage(system, folder, out);
        out.println(
                "Starting a broker, a registry and a query instance with " + partitions + " partitions in " + folder);
        try {
            system.start(stage.new Lines());
        } catch (IOException | InterruptedException | RuntimeException e) {
            stage.close();
            throw e;
        }
        return stage;
    }

    /** Where everything of this stage lies. */
    Path folder() {
        return folder;
    }

    LocalSystem system() {
        return system;
    }

    Admin admin() {
        return admin;
    }

    String kafka() {
        return system.endpoints().kafka();
    }

    String registry() {
        return system.endpoints().registry();
    }

    int partitions() {
        return system.settings().partitions();
    }

    /** The process of a server. */
    long pid(String server) {
        return system.pid(server).orElseThrow(() -> new IllegalStateException(server + " does not run"));
    }

    /** Microseconds of CPU that each process has used so far. */
    Map<String, Double> cpuMicros() {
        Map<String, Double> micros = new TreeMap<>();
        Servers.COUNTED.forEach(server -> micros.put(server, ProcessTimes.micros(pid(server))));
        return micros;
    }

    /** Of all together. */
    double cpuMicrosOfAll() {
        return cpuMicros().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * Holds the query instance, so that a backlog can be made. Not for longer than its session in the group lasts, which
     * is six seconds.
     */
    void hold() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets the query instance go on. */
    void letGo() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        run(List.of("kill", "-" + signal, Long.toString(pid(Servers.QUERY))));
    }

    /** Runs a small program, which must succeed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }

    /** Bytes in the segments of a topic. */
    long bytes(String topic) throws IOException {
        long bytes = 0;
        for (int partition = 0; partition < partitions(); partition++) {
            Path log = system.settings().home().data(Servers.KAFKA).resolve(topic + "-" + partition);
            try (Stream<Path> files = Files.list(log)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".log")).toList()) {
                    bytes += Files.size(file);
                }
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        removal.close();
    }

    private void end() throws IOException {
        admin.close(Duration.ofSeconds(2));
        try {
            if (system.pid(Servers.QUERY).isPresent()) {
                // One that is held does not hear that it shall end.
                letGo();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        system.close();
    }

    private final class Lines implements Progress {
        @Override
        public void begins(String what, String how) {}

        @Override
        public void done(String what, Duration took, String detail) {
            out.printf(Locale.ROOT, "  %-14s %5.1f s  %s%n", what, took.toMillis() / 1e3, detail);
        }
    }
}
