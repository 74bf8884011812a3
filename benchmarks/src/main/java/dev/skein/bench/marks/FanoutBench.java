package dev.skein.bench.marks;

import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.load.Results;
import dev.skein.local.server.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The rounds of {@code bench fanout}. */
final class FanoutBench {
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
        if (wants("p4") || wants("full")) {
            fourPartitions();
        }
        if (wants("p64")) {
            manyPartitions();
        }
        if (wants("textbook")) {
            textbook();
        }
    }

    private boolean wants(String part) {
        return only == null || only.equals(part);
    }

    private void fourPartitions() throws IOException, InterruptedException {
        try (Tokens tokens = Tokens.start();
                Stage stage =
                        Stage.start(4, Map.of("skein.jwks.url", tokens.address()), options.touchedQueryOptions(), out);
                EventWriter writer = new EventWriter(population, stage)) {
            new KnownGraph(stage, writer).load(out);
            if (wants("p4")) {
                besideRedis(tokens, stage, writer);
            }
            if (wants("full")) {
                FullAndEmpty.run(options, stage, writer, random, results, out);
            }
        }
    }

    private void besideRedis(Tokens tokens, Stage stage, EventWriter writer) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("skein-bench-redis");
        try (HttpLoop loop = new HttpLoop(1, Duration.ofSeconds(20));
                Redis redis = Redis.start(redisServer, folder, population)) {
            out.println("Redis " + redis.version() + ": 4 connections, 500 keys a batch, LPUSH and LTRIM 800");
            Rounds rounds = new Rounds(stage, writer, random, out);
            long deliveries = options.deliveries();
            double redisSeconds = options.quick ? 2 : 5;
            for (int warmUp = 0; warmUp < 2; warmUp++) {
                redis.run(redisSeconds, -1 - warmUp);
            }
            warmUp(stage, writer, rounds, deliveries);
            Recording.start(stage, options.profile);
            for (int round = 1; round <= options.rounds(); round++) {
                Rounds.Round skein = rounds.round(deliveries, "round " + round);
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
            Sample.check(
                    loop, population.people(), reader -> tokens.page(population, stage, reader), rounds, random, out);
        } finally {
            Folders.delete(folder);
        }
    }

    /** Who writes for the first time has their followers read from disk, and is made known in each partition. */
    private void warmUp(Stage stage, EventWriter writer, Rounds rounds, long deliveries)
            throws IOException, InterruptedException {
        rounds.round(writer.ofEverybody(random), true, "everybody's first");
        WarmUp.run(stage, out, step -> rounds.round(deliveries, "warm-up"));
    }

    private void manyPartitions() throws IOException, InterruptedException {
        try (Stage stage = Stage.start(64, APIS, options.touchedQueryOptions(), out);
                EventWriter writer = new EventWriter(population, stage)) {
            new KnownGraph(stage, writer).load(out);
            Rounds rounds = new Rounds(stage, writer, random, out);
            // A tweet is kept in as many partitions as it has readers in: so many more than in four, on one heap.
            long deliveries = options.deliveries() / 3;
            warmUp(stage, writer, rounds, deliveries);
            for (int round = 1; round <= options.rounds(); round++) {
                Rounds.Round skein = rounds.round(deliveries, "round " + round);
                results.add("fanout.deliveries_per_second_p64", "1/s", skein.perSecond());
                results.add("fanout.cpu_micros_per_delivery_p64", "µs", skein.cpuMicros());
                results.add("fanout.kafka_bytes_per_delivery_p64", "bytes", skein.kafkaBytes());
            }
        }
    }

    /** Smaller, since it is slow: a list of followers is written anew for each edge, and a timeline for each delivery. */
    private void textbook() throws IOException, InterruptedException {
        Population few = Population.of(2_000, 75, 1_000, options.seed, System.currentTimeMillis());
        Path folder = Files.createTempDirectory("skein-bench-textbook");
        try (Stage stage = Stage.start(4, APIS, options.touchedQueryOptions(), out);
                EventWriter writer = new EventWriter(few, stage)) {
            // It has the machine to itself.
            stage.system().stop(Servers.QUERY);
            try (Textbook textbook = Textbook.start(stage, folder)) {
                textbook.follows(writer);
                new Drain(stage).await("textbook", Textbook.FOLLOWS, Duration.ofMinutes(3), left -> {});
                for (int round = -1; round <= options.rounds(); round++) {
                    double perSecond = textbook.round(writer, writer.tweets(200_000, random), Duration.ofMinutes(3));
                    out.printf(Locale.ROOT, "textbook: %,.0f deliveries a second%n", perSecond);
                    if (round > 0) {
                        results.add("fanout.textbook_deliveries_per_second", "1/s", perSecond);
                    }
                }
            }
        } finally {
            Folders.delete(folder);
        }
    }
}
