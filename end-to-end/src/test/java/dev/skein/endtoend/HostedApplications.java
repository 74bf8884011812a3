package dev.skein.endtoend;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.Id;
import dev.skein.catalog.Stores;
import dev.skein.http.Settings;
import dev.skein.query.config.QueryConfig;
import dev.skein.query.hosting.ExitReason;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.hosting.StreamsHost;
import dev.skein.query.hosting.Topologies;
import dev.skein.query.web.ReaderRelations;
import dev.skein.streams.Applied;
import dev.skein.streams.DeliveryLog;
import dev.skein.streams.TimelineWatch;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.home.Relations;
import dev.skein.streams.home.RelationsInMemoryType;
import dev.skein.streams.home.TimelineEntry;
import dev.skein.streams.home.Timelines;
import dev.skein.streams.home.TimelinesStoreType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A process with some of the applications, and nothing else of a query instance: it starts in a moment. Says {@code ready}; then,
 * for each reader's id on a line of its input, the timeline: {@code whole} or {@code part}, and the ids, newest first.
 */
final class HostedApplications {
    private static final TimelinesStoreType TIMELINES = new TimelinesStoreType();
    private static final RelationsInMemoryType RELATIONS = new RelationsInMemoryType();

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
            System.out.println("ready");
            for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                System.out.println(page(host.stores(), config.partitions(), Long.parseLong(line)));
            }
        }
    }

    private static String page(LocalStores stores, int partitions, long reader) {
        int partition = Id.partition(reader, partitions);
        try {
            return stores.read(
                    Stores.TIMELINES,
                    partition,
                    TIMELINES,
                    timelines -> related(stores, partition, reader, relations -> page(timelines, reader, relations)));
        } catch (StoreUnavailableException e) {
            return "part";
        }
    }

    private static String related(
            LocalStores stores, int partition, long reader, Function<Relations, String> question) {
        if (stores.lagMillis(Stores.TIMELINES, partition).isPresent()) {
            // A copy has none in memory.
            return stores.read(
                    Stores.RELATIONS, partition, relations -> question.apply(new ReaderRelations(relations, reader)));
        }
        return stores.read(Stores.RELATIONS_IN_MEMORY, partition, RELATIONS, relations -> {
            Relations inMemory = relations.of(reader);
            return inMemory == null ? "part" : question.apply(inMemory);
        });
    }

    private static String page(Timelines timelines, long reader, Relations relations) {
        boolean before = timelines.whole(reader);
        List<TimelineEntry> page = timelines.page(reader, Timelines.NEWEST, Timelines.ENTRIES_MAX, relations);
        StringBuilder line = new StringBuilder(before && timelines.whole(reader) ? "whole" : "part");
        page.forEach(entry -> line.append(' ').append(entry.id()));
        return line.toString();
    }
}
