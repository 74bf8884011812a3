package dev.skein.local.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One Connect worker in distributed mode, with the plug-ins that Maven put together. */
public record Connect(
        Home home, Path libraries, List<Path> plugins, int port, String bootstrapServers, String userOptions)
        implements Server {

    public static final String NAME = "connect";

    private static final int HEAP_MB = 448;

    public Connect {
        plugins = List.copyOf(plugins);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "REST");
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
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlog4j2.configurationFile=" + logSettings()),
                userOptions,
                List.of(
                        "-cp",
                        libraries + "/*",
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        settings().toString()));
        return new Launch(command, Map.of(), Map.of(settings(), workerProperties(), logSettings(), Log4j.properties()));
    }

    private Path settings() {
        return home.config("connect.properties");
    }

    private Path logSettings() {
        return home.config("connect-log4j2.properties");
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
