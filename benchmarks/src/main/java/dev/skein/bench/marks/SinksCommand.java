package dev.skein.bench.marks;

import dev.skein.bench.load.Results;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skein bench sinks}. */
@Command(
        name = "sinks",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How fast tweets get into Elasticsearch and into Cassandra.",
            "",
            "Tweets are written to their topic while both connectors are paused. Each is then let go alone; the time is"
                    + " taken until it has committed all of them, which it does when they are written. A tweet is one"
                    + " document, and one row in each of two tables, counted once.",
            ""
        })
public final class SinksCommand implements Callable<Integer> {
    /** Connect's, Elasticsearch's and Cassandra's code is compiled by then. */
    private static final int WARMING_ROUNDS = 3;

    @Mixin
    private MarkOptions options = new MarkOptions();

    @Option(names = "--tweets", paramLabel = "N", description = "Of a round (default: 100,000; quick: 10,000).")
    private int tweets;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int each = tweets > 0 ? tweets : options.quick ? 10_000 : 100_000;
        return options.tell(out -> {
            Results results = new Results();
            try (SinksBench bench = SinksBench.start(out)) {
                int warm = options.quick ? 1 : WARMING_ROUNDS;
                for (int round = 1 - warm; round <= options.rounds(); round++) {
                    bench.round(round, each, results, out);
                }
            }
            return results;
        });
    }
}
