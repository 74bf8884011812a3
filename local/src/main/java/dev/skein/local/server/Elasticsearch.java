package dev.skein.local.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One node of Elasticsearch, for search. Its launcher stays and has the server as its child. It refuses root;
 * {@link Unprivileged} says what is done about it.
 *
 * @param programs the folder with bin, lib and modules
 */
public record Elasticsearch(
        Home home, Path programs, int port, int transportPort, Unprivileged unprivileged, String userOptions)
        implements Server {

    public static final String NAME = "elasticsearch";

    private static final int HEAP_MB = 384;
    private static final int LAUNCHER_HEAP_MB = 64;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "REST", transportPort, "transport");
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public int memoryMb() {
        return 850;
    }

    @Override
    public boolean outer() {
        return true;
    }

    @Override
    public boolean standsBack() {
        return true;
    }

    @Override
    public boolean killedWithChildren() {
        return true;
    }

    /** The launcher notices that its child is gone only when it is told to end. */
    @Override
    public Duration stopTimeout() {
        return Duration.ofSeconds(30);
    }

    /** The lock on its data outlives a killed launcher for a moment. */
    @Override
    public int startAttempts() {
        return 3;
    }

    @Override
    public Duration startTimeout() {
        return Duration.ofMinutes(3);
    }

    @Override
    public void prepare() throws IOException {
        for (Path folder : List.of(data(), temporary(), logs(), configuration())) {
            Files.createDirectories(folder);
            unprivileged.give(folder);
        }
        // A keystore of one that ran as another user would be in the way; it holds nothing.
        Files.deleteIfExists(configuration().resolve("elasticsearch.keystore"));
    }

    @Override
    public Launch launch() {
        List<String> command = new ArrayList<>(unprivileged.mappedPrefix());
        command.addAll(Java.command(
                LAUNCHER_HEAP_MB,
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dcli.name=server",
                        "-Dcli.script=" + programs.resolve("bin/elasticsearch"),
                        "-Dcli.libs=lib/tools/server-cli",
                        "-Des.path.home=" + programs,
                        "-Des.path.conf=" + configuration(),
                        "-Des.distribution.type=zip",
                        "-Des.java.type=ES_JAVA_HOME"),
                "",
                List.of(
                        "-cp",
                        programs + "/lib/*:" + programs + "/lib/cli-launcher/*",
                        "org.elasticsearch.launcher.CliToolLauncher")));
        return new Launch(
                command,
                Map.of("ES_TMPDIR", temporary().toString(), "ES_JAVA_OPTS", userOptions),
                Map.of(
                        configuration().resolve("elasticsearch.yml"), settings(),
                        configuration().resolve("jvm.options"), javaOptions(),
                        configuration().resolve("log4j2.properties"), logSettings()),
                Optional.of(programs));
    }

    private Path data() {
        return home.data(NAME);
    }

    private Path configuration() {
        return home.config(NAME);
    }

    private Path temporary() {
        return home.data(NAME + "-tmp");
    }

    private Path logs() {
        return home.data(NAME + "-logs");
    }

    private String settings() {
        return """
                cluster.name: skein
                node.name: skein
                network.host: 127.0.0.1
                http.port: %1$d
                transport.port: %2$d
                discovery.type: single-node
                xpack.security.enabled: false
                path.data: "%3$s"
                path.logs: "%4$s"
                # On one machine a full disk is noticed anyway, and a nearly full one must not stop the search.
                cluster.routing.allocation.disk.threshold_enabled: false
                # Documents wait until their index is there as it is defined.
                action.auto_create_index: false
                """
                .formatted(port, transportPort, data(), logs());
    }

    private static String javaOptions() {
        return """
                -Xms%1$dm
                -Xmx%1$dm
                -XX:+UseSerialGC
                -XX:-AlwaysPreTouch
                -XX:TieredStopAtLevel=1
                -Djava.io.tmpdir=${ES_TMPDIR}
                -Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
                -XX:+ExitOnOutOfMemoryError
                """
                .formatted(HEAP_MB);
    }

    private static String logSettings() {
        return """
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{ISO8601_OFFSET_DATE_TIME_HHCMM} %p %m (%c)%n
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                """;
    }

    @Override
    public Optional<String> notReady() {
        return answers(address());
    }

    /** Also for one of the user's own. */
    public static Optional<String> answers(String url) {
        return Probe.answers(URI.create(url + "/_cluster/health?wait_for_status=yellow&timeout=1s"));
    }
}
