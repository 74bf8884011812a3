package dev.skein.local.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One Connect worker in distributed mode, with the plug-ins that Maven put together. */
public record Connect(
        Home home,
        Path libraries,
        List<Path> plugins,
        int port,
        int metricsPort,
        String bootstrapServers,
        String userOptions)
        implements Server {

    public static final String NAME = "connect";

    private static final int HEAP_MB = 448;

    /** What of Connect's JMX is shown to Prometheus, and under which names. */
    private static final String METRICS =
            """
            includeObjectNames:
              - "kafka.connect:type=connector-metrics,*"
              - "kafka.connect:type=connector-task-metrics,*"
              - "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=connector-consumer-*,*"
              - "debezium.postgres:type=connector-metrics,context=streaming,*"
            rules:
              - pattern: 'kafka.connect<type=connector-metrics, connector=([^,>]+)><>status: ([a-z]+)'
                name: skein_connector_state
                help: "1 under the state that the connector is in"
                type: GAUGE
                value: 1
                labels: {connector: "$1", state: "$2"}
              - pattern: 'kafka.connect<type=connector-task-metrics, connector=([^,>]+), task=([0-9]+)><>status: ([a-z]+)'
                name: skein_connector_task_state
                help: "1 under the state that the task is in"
                type: GAUGE
                value: 1
                labels: {connector: "$1", task: "$2", state: "$3"}
              - pattern: 'kafka.consumer<type=consumer-fetch-manager-metrics, client-id=connector-consumer-(.+)-([0-9]+), topic=([^,>]+), partition=([0-9]+)><>records-lag: (.+)'
                name: skein_connector_lag_records
                help: "Records of a topic that a sink has not taken yet"
                type: GAUGE
                value: $5
                labels: {connector: "$1", task: "$2", topic: "$3", partition: "$4"}
              - pattern: 'debezium.postgres<type=connector-metrics, context=streaming, server=([^,>]+)><>MilliSecondsBehindSource: (.+)'
                name: skein_connector_lag_millis
                help: "How long a change of a row in PostgreSQL took last, until it was taken; -1 before the first"
                type: GAUGE
                value: $2
                labels: {connector: "users-cdc"}
            """;

    public Connect {
        plugins = List.copyOf(plugins);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "REST", metricsPort, "metrics");
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public int memoryMb() {
        return 520;
    }

    @Override
    public Launch launch() {
        List<String> command = Java.command(
                HEAP_MB,
                List.of(
                        "-javaagent:" + Jars.in(libraries, "jmx_prometheus_javaagent") + "=127.0.0.1:" + metricsPort
                                + ":" + metricsSettings(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile=" + logSettings()),
                userOptions,
                List.of(
                        "-cp",
                        libraries + "/*",
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        settings().toString()));
        return new Launch(
                command,
                Map.of(),
                Map.of(settings(), workerProperties(), logSettings(), logging(), metricsSettings(), METRICS));
    }

    private Path settings() {
        return home.config("connect.properties");
    }

    private Path logSettings() {
        return home.config("connect-log4j2.properties");
    }

    /** That a batch is tried again is said by who tries, not each second with a trace. */
    private static String logging() {
        return Log4j.properties()
                + """
                appender.console.filter.retries.type = RegexFilter
                appender.console.filter.retries.regex = .*RetriableException from SinkTask.*
                appender.console.filter.retries.onMatch = DENY
                appender.console.filter.retries.onMismatch = NEUTRAL
                """;
    }

    private Path metricsSettings() {
        return home.config("connect-metrics.yaml");
    }

    private String workerProperties() {
        return """
                bootstrap.servers=%1$s
                group.id=skein-connect
                listeners=http://127.0.0.1:%2$d
                plugin.path=%3$s
                # Plug-ins name themselves in META-INF/services; looking into every class takes seconds.
                plugin.discovery=service_load
                key.converter=org.apache.kafka.connect.json.JsonConverter
                value.converter=org.apache.kafka.connect.json.JsonConverter
                key.converter.schemas.enable=false
                value.converter.schemas.enable=false
                config.storage.topic=connect-configs
                config.storage.replication.factor=1
                offset.storage.topic=connect-offsets
                offset.storage.partitions=4
                offset.storage.replication.factor=1
                status.storage.topic=connect-status
                status.storage.partitions=2
                status.storage.replication.factor=1
                offset.flush.interval.ms=1000
                # After a crash the worker must not wait minutes for its own ghost.
                session.timeout.ms=10000
                scheduled.rebalance.max.delay.ms=0
                # Passwords are named in connector configurations and read from this folder only.
                config.providers=file
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                config.providers.file.param.allowed.paths=%4$s
                """
                .formatted(
                        bootstrapServers,
                        port,
                        plugins.stream().map(Path::toString).collect(Collectors.joining(",")),
                        home.secrets());
    }

    @Override
    public Optional<String> notReady() {
        return answers(address());
    }

    /** Also for a Connect of the user's own. */
    public static Optional<String> answers(String url) {
        return Probe.answers(URI.create(url + "/connectors"));
    }
}
