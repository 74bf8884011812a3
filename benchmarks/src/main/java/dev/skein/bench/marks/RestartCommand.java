package dev.skein.bench.marks;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Request;
import dev.skein.bench.load.Results;
import dev.skein.catalog.Id;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skein bench restart}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long a query instance that holds 20 million entries is away when it is restarted.",
            "",
            "From the start of its process until it answers for a reader of every partition with what is expected:"
                    + " with its snapshots of timelines, and from the log alone, after they were removed.",
            ""
        })
public final class RestartCommand implements Callable<Integer> {
    private static final Duration ANSWER_MAX = Duration.ofMinutes(3);

    @Mixin
    private MarkOptions options = new MarkOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.measure(this::measure);
    }

    private void measure(Population population, SplittableRandom random, Results results, PrintStream out)
            throws IOException, InterruptedException {
        out.println(population.describe());
        try (Tokens tokens = Tokens.start();
                Stage stage = Stage.start(4, Map.of("skein.jwks.url", tokens.address()), options.queryOptions, out);
                EventWriter writer = new EventWriter(population, stage);
                HttpLoop loop = new HttpLoop(8, Duration.ofSeconds(5))) {
            new KnownGraph(stage, writer).load(out);
            Rounds rounds = new Rounds(stage, writer, random, out);
            Request[] pages = tokens.pages(population, stage);
            long wanted = options.quick ? 2_000_000 : 20_000_000;
            for (int part = 1; part <= 4; part++) {
                rounds.round(wanted / 4, "entries, part " + part);
            }
            Sample.check(loop, population.people(), reader -> pages[reader], rounds, random, out);
            List<Integer> readers = oneOfEachPartition(population, stage.partitions());
            for (int round = 1; round <= options.rounds(); round++) {
                for (boolean snapshot : List.of(true, false)) {
                    stage.system().stop(Servers.QUERY);
                    if (!snapshot) {
                        FullAndEmpty.removeSnapshots(stage);
                    }
                    double seconds = seconds(stage, loop, pages, readers, rounds);
                    out.printf(
                            Locale.ROOT,
                            "round %d: %s %.1f s%n",
                            round,
                            snapshot ? "from the snapshot" : "from the log alone",
                            seconds);
                    results.add(snapshot ? "restart.snapshot_seconds" : "restart.log_seconds", "s", seconds);
                }
            }
        }
    }

    private static double seconds(Stage stage, HttpLoop loop, Request[] pages, List<Integer> readers, Rounds rounds)
            throws IOException, InterruptedException {
        List<List<Long>> expected = readers.stream()
                .map(reader -> rounds.newestFor(reader, Sample.PAGE))
                .toList();
        Instant begin = stage.system().relaunch(Servers.QUERY);
        for (int i = 0; i < readers.size(); i++) {
            while (true) {
                Answer answer = loop.call(pages[readers.get(i)]);
                if (answer.ok() && Json.ids(answer).equals(expected.get(i))) {
                    break;
                }
                if (Duration.between(begin, Instant.now()).compareTo(ANSWER_MAX) > 0) {
                    throw new CallFailedException("a partition does not answer as expected", answer);
                }
                Drain.pause(Duration.ofMillis(20));
            }
        }
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1e3;
        stage.system().awaitReady(Servers.QUERY);
        return seconds;
    }

    private static List<Integer> oneOfEachPartition(Population population, int partitions) {
        List<Integer> readers = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            int reader = 0;
            while (Id.partition(population.id(reader), partitions) != partition) {
                reader++;
            }
            readers.add(reader);
        }
        return readers;
    }
}
