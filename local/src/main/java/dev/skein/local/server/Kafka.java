package dev.skein.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** One broker that is its own controller (KRaft). Topics exist only when provisioning creates them. */
public record Kafka(Home home, Path libraries, int port, int controllerPort, String userOptions) implements Server {

    public static final String NAME = "kafka";

    private static final int HEAP_MB = 640;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "clients", controllerPort, "controller");
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public int memoryMb() {
        return 650;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        if (Files.exists(home.data(NAME).resolve("meta.properties"))) {
            return;
        }
        List<String> format = Java.command(
                128,
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", logging()),
                "",
                List.of(
                        "-cp",
                        libraries + "/*",
                        "kafka.tools.StorageTool",
                        "format",
                        "--standalone",
                        "--ignore-formatted",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        settings().toString()));
        Tool.run("Kafka's storage could not be formatted", format, home.log(NAME));
    }

    @Override
    public Launch launch() {
        List<String> command = Java.command(
                HEAP_MB,
                Java.forLoad("-Xms256m", "-XX:MaxGCPauseMillis=50", "-XX:MaxDirectMemorySize=128m", logging()),
                userOptions,
                List.of("-cp", libraries + "/*", "kafka.Kafka", settings().toString()));
        return new Launch(command, Map.of(), Map.of(settings(), serverProperties(), logSettings(), Log4j.properties()));
    }

    private Path settings() {
        return home.config("kafka.properties");
    }

    private Path logSettings() {
        return home.config("kafka-log4j2.properties");
    }

    private String logging() {
        return "-Dlog4j2.configurationFile=" + logSettings();
    }

    private String serverProperties() {
        return """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                controller.quorum.bootstrap.servers=127.0.0.1:%2$d
                log.dirs=%3$s
                # A topic that is not in the catalog is a mistake, not a topic.
                auto.create.topics.enable=false
                # After kill -9 the new process is let in when the old one's session has ended.
                broker.session.timeout.ms=4000
                broker.heartbeat.interval.ms=500
                default.replication.factor=1
                min.insync.replicas=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                # A group that was away for a month must go on where it was, not from the start.
                offsets.retention.minutes=5256000
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=1
                # What has expired goes within seconds, not minutes: a short retention means what it says.
                log.retention.check.interval.ms=5000
                group.initial.rebalance.delay.ms=0
                                # Small segments: a few hundred partitions on one disk, and compaction that gets its turn.
                log.segment.bytes=67108864
                log.cleaner.dedupe.buffer.size=33554432
                num.network.threads=2
                num.io.threads=4
                num.recovery.threads.per.data.dir=2
                """
                .formatted(port, controllerPort, home.data(NAME));
    }

    @Override
    public Optional<String> notReady() {
        return Probe.speaksKafka(port);
    }

    /** For a cluster of the user's own. */
    public static Optional<String> describesItself(String bootstrapServers) {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        int timeoutMs = (int) Probe.TIMEOUT.toMillis();
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        try (Admin admin = Admin.create(properties)) {
            boolean empty = admin.describeCluster()
                    .nodes()
                    .get(timeoutMs, TimeUnit.MILLISECONDS)
                    .isEmpty();
            return empty ? Optional.of("no broker has registered yet") : Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("does not describe its cluster yet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
