package dev.skein.bench.marks;

import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Request;
import dev.skein.bench.load.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skein bench latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long it takes from a post until a follower reads it, while others post at half the rate that can be"
                    + " carried.",
            "",
            "First the maximum is measured as by `bench fanout`. Then tweets are written to their topic at half of it,"
                    + " and now and then one is followed: from the moment at which it is due until a page that a follower"
                    + " reads over HTTP holds it.",
            ""
        })
public final class LatencyCommand implements Callable<Integer> {
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
                Stage stage =
                        Stage.start(4, Map.of("skein.jwks.url", tokens.address()), options.touchedQueryOptions(), out);
                EventWriter writer = new EventWriter(population, stage);
                HttpLoop loop = new HttpLoop(64, Duration.ofSeconds(20))) {
            new KnownGraph(stage, writer).load(out);
            Rounds rounds = new Rounds(stage, writer, random, out);
            Request[] pages = tokens.pages(population, stage);
            rounds.round(options.deliveries(), "warm-up");
            double most = 0;
            for (int round = 0; round < 2; round++) {
                most = Math.max(
                        most, rounds.round(options.deliveries(), "maximum").tweetsPerSecond());
            }
            Sample.check(loop, population.people(), reader -> pages[reader], rounds, random, out);
            SteadyRounds steady = new SteadyRounds(
                    stage, writer, loop, pages, Duration.ofSeconds(options.quick ? 5 : 20), random, out);
            steady.warmUp(most / 2);
            Recording.start(stage, options.profile);
            for (int round = 1; round <= options.rounds(); round++) {
                SteadyRounds.Round measured = steady.round(most / 2, "round " + round);
                results.add("latency.post_to_readable_p50_ms", "ms", measured.p50Millis());
                results.add("latency.post_to_readable_p99_ms", "ms", measured.p99Millis());
                results.add("latency.tweets_per_second", "1/s", measured.tweetsPerSecond());
            }
            Recording.stop(stage, options.profile);
        }
    }
}
