package dev.skein.endtoend;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.Id;
import dev.skein.http.Settings;
import dev.skein.query.config.QueryConfig;
import dev.skein.query.hosting.ExitReason;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.hosting.StreamsHost;
import dev.skein.query.hosting.Topologies;
import dev.skein.query.live.HomeReader;
import dev.skein.query.web.LocalTimelines;
import dev.skein.streams.Applied;
import dev.skein.streams.DeliveryLog;
import dev.skein.streams.TimelineWatch;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.home.Timelines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A process with some of the applications, and nothing else of a query instance: it starts in a moment. Says {@code ready}; then,
 * for each reader's id on a line of its input, the timeline: {@code whole} or {@code part}, and the ids, newest first.
 */
final class HostedApplications {
    private HostedApplications() {}

    /** Argument: the folder of a {@link FolderRegistry}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        QueryConfig config = QueryConfig.from(Settings.load());
        DeliveryLog deliveryLog = new DeliveryLog();
        Clock clock = Clock.systemUTC();
        TopologySettings settings = new TopologySettings(
                config.partitions(),
                new Codecs(new FolderRegistry(Path.of(arguments[0]))),
                new Applied(),
                config.thresholds(),
                config.timelines(deliveryLog, clock, new TimelineWatch()));
        CompletableFuture<ExitReason> exit = new CompletableFuture<>();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()));
                StreamsHost host = new StreamsHost(
                        config,
                        app -> Topologies.of(app, settings),
                        admin,
                        new SimpleMeterRegistry(),
                        exit,
                        deliveryLog,
                        clock);
                BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            host.start();
            while (host.missing() != null) {
                if (exit.isDone()) {
                    throw new IllegalStateException("ended: " + exit.join());
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            LocalTimelines timelines =
                    new LocalTimelines(host.stores(), reader -> Id.partition(reader, config.partitions()));
            System.out.println("ready");
            for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                System.out.println(answer(timelines, Long.parseLong(line)));
            }
        }
    }

    private static String answer(LocalTimelines timelines, long reader) {
        try {
            HomeReader.Page page = timelines.page(reader, Timelines.NEWEST, Timelines.ENTRIES_MAX);
            StringBuilder line = new StringBuilder(page.whole() ? "whole" : "part");
            page.entries().forEach(entry -> line.append(' ').append(entry.id()));
            return line.toString();
        } catch (StoreUnavailableException e) {
            return "part";
        }
    }
}
