package dev.skein.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One node of Cassandra, for the archive. It reaches into the JDK; the list of what it must be let into is that of its own
 * {@code jvm17-server.options}.
 */
public record Cassandra(Home home, Path libraries, int port, int storagePort, String userOptions) implements Server {

    public static final String NAME = "cassandra";

    /** As SimpleSnitch names it. */
    public static final String DATACENTER = "datacenter1";

    private static final int HEAP_MB = 448;

    private static final List<String> EXPORTED = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "java.base/java.lang.ref",
            "jdk.unsupported/sun.misc",
            "jdk.compiler/com.sun.tools.javac.file",
            "jdk.attach/sun.tools.attach");

    private static final List<String> OPENED = List.of(
            "java.base/java.lang.module",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.util.jar",
            "jdk.management/com.sun.management.internal",
            "java.base/sun.nio.ch",
            "java.base/java.io",
            "java.base/java.nio",
            "java.base/java.lang.reflect",
            "jdk.compiler/com.sun.tools.javac",
            "java.base/java.lang",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "CQL", storagePort, "storage");
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
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
    public Duration startTimeout() {
        return Duration.ofMinutes(3);
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(data());
    }

    @Override
    public Launch launch() {
        List<String> options = new ArrayList<>(List.of(
                // Cassandra asks this agent how large its objects are.
                "-javaagent:" + Jars.in(libraries, "jamm"),
                "-Xms256m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=192m",
                "-XX:+PerfDisableSharedMem",
                "-Djava.net.preferIPv4Stack=true",
                "-Djdk.attach.allowAttachSelf=true",
                "-Dio.netty.tryReflectionSetAccessible=true"));
        EXPORTED.forEach(packages -> options.addAll(List.of("--add-exports", packages + "=ALL-UNNAMED")));
        OPENED.forEach(packages -> options.addAll(List.of("--add-opens", packages + "=ALL-UNNAMED")));
        options.addAll(List.of(
                "-Dcassandra.config=file://" + settings(),
                "-Dcassandra.storagedir=" + data(),
                "-Dlogback.configurationFile=" + logSettings(),
                "-Dcassandra-foreground=yes",
                // It is alone: nothing to wait for, nobody to hear from.
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0"));
        List<String> command = Java.command(
                HEAP_MB,
                options,
                userOptions,
                List.of("-cp", libraries + "/*", "org.apache.cassandra.service.CassandraDaemon"));
        return new Launch(command, Map.of(), Map.of(settings(), yaml(), logSettings(), logback()));
    }

    private Path data() {
        return home.data(NAME);
    }

    private Path settings() {
        return home.config("cassandra.yaml");
    }

    private Path logSettings() {
        return home.config("cassandra-logback.xml");
    }

    private String yaml() {
        return """
                cluster_name: skein
                num_tokens: 1
                partitioner: org.apache.cassandra.dht.Murmur3Partitioner
                endpoint_snitch: SimpleSnitch
                seed_provider:
                  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                    parameters: [{seeds: "127.0.0.1:%2$d"}]
                listen_address: 127.0.0.1
                storage_port: %2$d
                start_native_transport: true
                rpc_address: 127.0.0.1
                native_transport_port: %1$d
                data_file_directories: ["%3$s/data"]
                commitlog_directory: "%3$s/commitlog"
                saved_caches_directory: "%3$s/saved_caches"
                hints_directory: "%3$s/hints"
                cdc_raw_directory: "%3$s/cdc_raw"
                # To wait for the disk costs each write more than all else. A process that is killed has lost what it acknowledged
                # in the last moments, at most one and a half of these periods: the sink writes it again, since it commits offsets
                # later than that (offset.commit.delay.ms).
                commitlog_sync: periodic
                commitlog_sync_period: 250ms
                commitlog_segment_size: 8MiB
                commitlog_total_space: 256MiB
                commitlog_disk_access_mode: legacy
                memtable_heap_space: 128MiB
                memtable_offheap_space: 64MiB
                memtable_allocation_type: heap_buffers
                key_cache_size: 16MiB
                counter_cache_size: 0MiB
                file_cache_enabled: false
                networking_cache_size: 32MiB
                auto_bootstrap: false
                auto_snapshot: false
                hinted_handoff_enabled: false
                # It stands back while others need the processors: that is no reason to give up a write. Less than its driver waits.
                write_request_timeout: 8000ms
                read_request_timeout: 8000ms
                concurrent_reads: 8
                concurrent_writes: 32
                concurrent_counter_writes: 2
                concurrent_compactors: 1
                compaction_throughput: 32MiB/s
                materialized_views_enabled: false
                disk_optimization_strategy: ssd
                authenticator: AllowAllAuthenticator
                authorizer: AllowAllAuthorizer
                dynamic_snitch: false
                """
                .formatted(port, storagePort, data());
    }

    private static String logback() {
        return """
                <configuration>
                  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg [%thread] %logger%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="STDOUT"/></root>
                </configuration>
                """;
    }

    /** It opens this port when it may be asked, and last. */
    @Override
    public Optional<String> notReady() {
        return Probe.connects(port);
    }
}
