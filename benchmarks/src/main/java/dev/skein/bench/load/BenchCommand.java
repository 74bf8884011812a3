package dev.skein.bench.load;

import dev.skein.bench.client.Api;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.SystemOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skein bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Posts and reads over HTTP on a synthetic graph, and says how much of that Skein carries.",
            "",
            "Starts a whole system of its own on free ports and in a temporary folder, and removes it afterwards; or puts its"
                    + " load on one that runs, with --ingest and --query. What is readable is compared with what was"
                    + " posted: a wrong timeline is a failure, not a result.",
            ""
        })
public final class BenchCommand implements Callable<Integer> {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    @Mixin
    private ResultOptions options = new ResultOptions();

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "People in the graph (default: ${DEFAULT-VALUE}); each has 75 followers in the mean.")
    private int users = 10_000;

    @Option(names = "--mean-followers", paramLabel = "N", description = "In the mean (default: ${DEFAULT-VALUE}).")
    private double meanFollowers = 75;

    @Option(names = "--most-followers", paramLabel = "N", description = "At most (default: ${DEFAULT-VALUE}).")
    private int mostFollowers = 10_000;

    @Option(names = "--seconds", paramLabel = "S", description = "A round takes (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--rounds", paramLabel = "R", description = "Rounds of each phase (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "Seconds before the first round counts (default: ${DEFAULT-VALUE}).")
    private int warmUp = 60;

    @Option(
            names = "--rest",
            paramLabel = "S",
            description =
                    "Seconds to wait at most, between posts, reads and latency, until the machine was half idle for"
                            + " five: until what came before is counted, found and archived (default: ${DEFAULT-VALUE}).")
    private int rest = 300;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Calls under way at a time (default: ${DEFAULT-VALUE}).")
    private int connections = 64;

    @Option(names = "--probes", paramLabel = "N", description = "Measured posts a second (default: ${DEFAULT-VALUE}).")
    private double probes = 20;

    @Option(names = "--seed", paramLabel = "N", description = "Of all that is random (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Bench.Settings settings = settings();
        return options.tell(out -> {
            if (system.told()) {
                return run(settings, system.api(), system.requireOperatorToken(), out);
            }
            try (OwnSystem own = OwnSystem.start(out)) {
                return run(settings, own.api(), own.operatorToken(), out);
            }
        });
    }

    private Results run(Bench.Settings settings, Api api, String operatorToken, PrintStream out) {
        // Handles of one run are new, so that a run can follow another in the same system.
        String prefix = "b" + Long.toString(System.currentTimeMillis(), 36) + "_";
        // The probes ask beside the posts.
        try (HttpLoop loop = new HttpLoop(connections + (int) probes, REQUEST_TIMEOUT)) {
            return Bench.run(settings, loop, api, operatorToken, prefix, out);
        }
    }

    private Bench.Settings settings() {
        require(users >= 2 && users <= 1_000_000, "--users is 2 to 1,000,000");
        require(seconds >= 1 && warmUp >= 1, "--seconds and --warm-up are at least 1");
        require(rest >= 0, "--rest is at least 0");
        require(rounds >= 1, "--rounds is at least 1");
        require(connections >= 1 && connections <= 1024, "--connections is 1 to 1024");
        require(probes >= 1 && probes <= 1000, "--probes is 1 to 1000");
        return new Bench.Settings(
                users,
                Math.min(meanFollowers, users - 1.0),
                mostFollowers,
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(rest),
                connections,
                probes,
                seed);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
