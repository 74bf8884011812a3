package dev.skein.bench.marks;

import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.console.Progress;
import dev.skein.bench.load.Results;
import dev.skein.catalog.App;
import dev.skein.catalog.Topics;
import dev.skein.local.server.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The rounds of {@code bench fanout}. */
final class FanoutBench {
    private static final Duration DRAIN_MAX = Duration.ofMinutes(5);
    private static final Map<String, String> APIS = Map.of();

    private final MarkOptions options;
    private final @Nullable Path redisServer;
    private final @Nullable String only;
    private final Results results;
    private final PrintStream out;
    private final Population population;
    private final SplittableRandom random;

    FanoutBench(
            MarkOptions options, @Nullable Path redisServer, @Nullable String only, Results results, PrintStream out) {
        this.options = options;
        this.redisServer = redisServer;
        this.only = only;
        this.results = results;
        this.out = out;
        this.population = options.population();
        this.random = new SplittableRandom(options.seed);
    }

    void run() throws IOException, InterruptedException {
        out.println(population.describe());
        if (wants("p4")) {
            fourPartitions();
        }
        if (wants("p64")) {
            manyPartitions();
        }
    }

    private boolean wants(String part) {
        return only == null || only.equals(part);
    }

    private void fourPartitions() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("skein-bench-redis");
        try (Stage stage = Stage.start(4, APIS, options.queryOptions, out);
                EventWriter writer = new EventWriter(population, stage);
                Redis redis = Redis.start(redisServer, folder, population)) {
            out.println("Redis " + redis.version() + ": 4 connections, 500 keys a batch, LPUSH and LTRIM 800");
            Drain drain = new Drain(stage);
            loadGraph(writer, drain);
            long deliveries = options.deliveries();
            double redisSeconds = options.quick ? 2 : 5;
            for (int warmUp = 0; warmUp < 2; warmUp++) {
                round(stage, writer, drain, deliveries, "warm-up");
                redis.run(redisSeconds, -1 - warmUp);
            }
            Recording.start(stage, options.profile);
            for (int round = 1; round <= options.rounds(); round++) {
                Round skein = round(stage, writer, drain, deliveries, "round " + round);
                Redis.Round peer = redis.run(redisSeconds, round);
                double ratio = skein.perSecond() / peer.deliveriesPerSecond();
                out.printf(
                        Locale.ROOT,
                        "round %d: Redis %,.0f deliveries a second, %.2f µs of its CPU each; ratio %.1f%n",
                        round,
                        peer.deliveriesPerSecond(),
                        peer.cpuMicrosPerDelivery(),
                        ratio);
                results.add("fanout.deliveries_per_second", "1/s", skein.perSecond());
                results.add("fanout.redis_deliveries_per_second", "1/s", peer.deliveriesPerSecond());
                results.add("fanout.ratio_to_redis", "ratio", ratio);
                results.add("fanout.cpu_micros_per_delivery", "µs", skein.cpuMicros());
                results.add("fanout.kafka_bytes_per_delivery", "bytes", skein.kafkaBytes());
            }
            Recording.stop(stage, options.profile);
        } finally {
            Folders.delete(folder);
        }
    }

    private void manyPartitions() throws IOException, InterruptedException {
        try (Stage stage = Stage.start(64, APIS, options.queryOptions, out);
                EventWriter writer = new EventWriter(population, stage)) {
            Drain drain = new Drain(stage);
            loadGraph(writer, drain);
            long deliveries = options.deliveries();
            for (int warmUp = 0; warmUp < 2; warmUp++) {
                round(stage, writer, drain, deliveries, "warm-up");
            }
            for (int round = 1; round <= options.rounds(); round++) {
                Round skein = round(stage, writer, drain, deliveries, "round " + round);
                results.add("fanout.deliveries_per_second_p64", "1/s", skein.perSecond());
                results.add("fanout.cpu_micros_per_delivery_p64", "µs", skein.cpuMicros());
                results.add("fanout.kafka_bytes_per_delivery_p64", "bytes", skein.kafkaBytes());
            }
        }
    }

    private void loadGraph(EventWriter writer, Drain drain) throws InterruptedException {
        writer.follows(out);
        int edges = population.graph().edges();
        try (Progress progress = Progress.start("graph", "edges applied by [home]", edges, out)) {
            drain.await(App.HOME, Topics.FOLLOWS.name(), DRAIN_MAX, left -> progress.to(edges - left));
        }
        try (Progress progress = Progress.start("graph", "edges taken by [author]", edges, out)) {
            drain.await(App.AUTHOR, Topics.FOLLOWS.name(), DRAIN_MAX, left -> progress.to(edges - left));
        }
        String byFollowee = App.AUTHOR.id("skein") + "-follows-by-followee-repartition";
        try (Progress progress = Progress.start("graph", "edges applied by [author]", edges, out)) {
            drain.await(App.AUTHOR, byFollowee, DRAIN_MAX, left -> progress.to(edges - left));
        }
    }

    /**
     * What a round came to.
     *
     * @param cpuMicros of all processes, per delivery
     * @param kafkaBytes per delivery
     */
    private record Round(double perSecond, double cpuMicros, double kafkaBytes) {}

    private Round round(Stage stage, EventWriter writer, Drain drain, long wanted, String name)
            throws IOException, InterruptedException {
        EventWriter.Tweets tweets = writer.tweets(wanted, random);
        Map<TopicPartition, Long> from = drain.ends(Topics.DELIVERIES.name());
        long bytesBefore = stage.bytes(Topics.DELIVERIES.name());
        stage.hold();
        long begin;
        Map<String, Double> cpuBefore = stage.cpuMicros();
        try {
            writer.write(tweets);
        } finally {
            cpuBefore.putAll(stage.cpuMicros());
            begin = System.nanoTime();
            stage.letGo();
        }
        long end = drain.awaitTimelines(DRAIN_MAX);
        Map<String, Double> cpu = stage.cpuMicros();
        cpu.replaceAll((server, micros) -> (micros - cpuBefore.getOrDefault(server, 0.0)) / tweets.deliveries());
        double seconds = (end - begin) / 1e9;
        long bytes = stage.bytes(Topics.DELIVERIES.name()) - bytesBefore;
        DeliveryLog.Content content = DeliveryLog.count(stage, from, drain.ends(Topics.DELIVERIES.name()));
        if (content.deliveries() != tweets.deliveries()) {
            throw new CallFailedException(String.format(
                    Locale.ROOT,
                    "%,d deliveries were due and %,d stand in the log",
                    tweets.deliveries(),
                    content.deliveries()));
        }
        Round round = new Round(
                tweets.deliveries() / seconds,
                cpu.values().stream().mapToDouble(Double::doubleValue).sum(),
                (double) bytes / tweets.deliveries());
        out.printf(
                Locale.ROOT,
                "%s: %,d deliveries of %,d tweets in %.2f s: %,.0f a second; %.3f µs of CPU each (%s), %.1f"
                        + " bytes each in %,d records%n",
                name,
                tweets.deliveries(),
                tweets.size(),
                seconds,
                round.perSecond(),
                round.cpuMicros(),
                cpu.entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "%s %.3f", each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", ")),
                round.kafkaBytes(),
                content.records());
        return round;
    }
}
