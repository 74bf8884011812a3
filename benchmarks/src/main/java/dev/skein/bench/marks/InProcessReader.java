package dev.skein.bench.marks;

import dev.skein.catalog.App;
import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.http.Settings;
import dev.skein.query.config.QueryConfig;
import dev.skein.query.hosting.ExitReason;
import dev.skein.query.hosting.StreamsHost;
import dev.skein.query.hosting.Topologies;
import dev.skein.query.web.LocalTimelines;
import dev.skein.streams.Applied;
import dev.skein.streams.DeliveryLog;
import dev.skein.streams.TimelineWatch;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.home.Timelines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A query instance without HTTP, a process of its own: hosts the applications and reads pages on one thread, through all
 * that stands below the route. Says {@code ready} and then, for each round, {@code pages N M} on its standard output: pages a second, and
 * microseconds of CPU for each.
 */
public final class InProcessReader {
    private static final int PAGE = 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LocalTimelines timelines;
    private final long[] readers;
    private final SplittableRandom random;

    private InProcessReader(LocalTimelines timelines, long[] readers, long seed) {
        this.timelines = timelines;
        this.readers = readers;
        this.random = new SplittableRandom(seed);
    }

    /** Arguments: seconds of a round, rounds, seed, file of readers' ids. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        QueryConfig config = QueryConfig.from(Settings.load());
        Codecs codecs = new Codecs(new HttpSchemaRegistry(config.registryUrl()));
        DeliveryLog deliveryLog = new DeliveryLog();
        TopologySettings settings = new TopologySettings(
                config.partitions(),
                codecs,
                new Applied(),
                config.thresholds(),
                config.timelines(deliveryLog, Clock.systemUTC(), new TimelineWatch()));
        CompletableFuture<ExitReason> exit = new CompletableFuture<>();
        long[] readers = Files.readAllLines(Path.of(arguments[3])).stream()
                .mapToLong(Long::parseLong)
                .toArray();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()));
                StreamsHost host = new StreamsHost(
                        config,
                        app -> Topologies.of(app, settings),
                        admin,
                        new SimpleMeterRegistry(),
                        exit,
                        deliveryLog,
                        Clock.systemUTC())) {
            host.start();
            while (host.missing() != null) {
                if (exit.isDone()) {
                    throw new IllegalStateException(App.HOME + " ended: " + exit.join());
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            LocalTimelines timelines = new LocalTimelines(host.stores(), id -> Id.partition(id, config.partitions()));
            InProcessReader reader = new InProcessReader(timelines, readers, Long.parseLong(arguments[2]));
            System.out.println("ready");
            double seconds = Double.parseDouble(arguments[0]);
            reader.everybodyOnce();
            // Until the compiler rests.
            for (int warmUp = 0; warmUp < 4; warmUp++) {
                reader.round(seconds);
            }
            for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
                long cpuNanos = THREADS.getCurrentThreadCpuTime();
                double perSecond = reader.round(seconds);
                double cpuMicros = (THREADS.getCurrentThreadCpuTime() - cpuNanos) / 1e3;
                System.out.println("pages " + perSecond + " " + cpuMicros / (perSecond * seconds));
            }
        }
    }

    /** Afterwards everybody's relations are in memory: to read them costs far more than a page. */
    private void everybodyOnce() {
        for (long reader : readers) {
            timelines.page(reader, Timelines.NEWEST, PAGE);
        }
    }

    private double round(double seconds) {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        long pages = 0;
        long entries = 0;
        while (System.nanoTime() - end < 0) {
            for (int i = 0; i < 16; i++) {
                entries += timelines
                        .page(readers[random.nextInt(readers.length)], Timelines.NEWEST, PAGE)
                        .entries()
                        .size();
                pages++;
            }
        }
        if (entries < pages * PAGE * 0.9) {
            throw new IllegalStateException("pages are not full: " + entries + " entries on " + pages);
        }
        return pages / ((System.nanoTime() - begin) / 1e9);
    }
}
