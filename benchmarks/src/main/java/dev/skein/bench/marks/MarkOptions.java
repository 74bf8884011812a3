package dev.skein.bench.marks;

import dev.skein.bench.load.ResultOptions;
import dev.skein.bench.load.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all these commands take. */
final class MarkOptions extends ResultOptions {
    @Option(
            names = "--quick",
            description = "A tenth of everything, to see it run: its numbers say nothing about the marks.")
    boolean quick;

    @Option(names = "--users", paramLabel = "N", description = "People in the graph (default: 100,000; quick: 10,000).")
    int users;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            description = "How often each thing is measured (default: 5; quick: 2).")
    int rounds;

    @Option(
            names = "--deliveries",
            paramLabel = "N",
            description = "Of a round (default: 6,000,000; quick: 1,000,000).")
    long deliveries;

    @Option(names = "--seed", paramLabel = "N", description = "Of all that is random (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Writes a recording of the query instance there, made by Java Flight Recorder.")
    @Nullable
    Path profile;

    @Option(
            names = "--query-java-options",
            paramLabel = "OPTIONS",
            description = "Of the query instance's Java (default: ${DEFAULT-VALUE}, so 12 GB should be free).")
    String queryOptions = "-Xmx8g -Xms8g";

    /**
     * The query instance's Java options where it is measured as one that has run for long: its heap is touched at the start
     * instead of within pauses, whenever a part of it is used first.
     */
    String touchedQueryOptions() {
        return "-XX:+AlwaysPreTouch " + queryOptions;
    }

    int rounds() {
        return rounds > 0 ? rounds : quick ? 2 : 5;
    }

    long deliveries() {
        return deliveries > 0 ? deliveries : quick ? 1_000_000 : 6_000_000;
    }

    /** Followers are 75 in the mean, at most as many as are not famous. */
    Population population() {
        int people = users > 0 ? users : quick ? 10_000 : 100_000;
        return Population.of(people, 75, Math.min(10_000, people / 2), seed, System.currentTimeMillis());
    }

    /** What is measured with people; it adds what each round came to. */
    @FunctionalInterface
    interface PeopleMeasurement {
        void measure(Population population, SplittableRandom random, Results results, PrintStream out)
                throws IOException, InterruptedException;
    }

    /** Measures, and tells the results. */
    Integer measure(PeopleMeasurement measurement) throws IOException, InterruptedException {
        return tell(out -> {
            Results results = new Results();
            measurement.measure(population(), new SplittableRandom(seed), results, out);
            return results;
        });
    }
}
