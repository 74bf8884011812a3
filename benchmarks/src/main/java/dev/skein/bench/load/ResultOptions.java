package dev.skein.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** What all measuring commands take, and do: they say on which machine they run, measure, and say what that came to. */
public class ResultOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there as well, as JSON.")
    private @Nullable Path json;

    /** What is measured; it tells {@code out} meanwhile how far it is. */
    @FunctionalInterface
    public interface Measurement {
        Results results(PrintStream out) throws IOException, InterruptedException;
    }

    /** Measures, and tells the results. */
    public Integer tell(Measurement measurement) throws IOException, InterruptedException {
        PrintStream out = System.out;
        out.println(Machine.describe());
        Results results = measurement.results(out);
        out.println();
        results.print(out);
        if (json != null) {
            Files.writeString(json, results.json());
        }
        return ExitCode.OK;
    }
}
