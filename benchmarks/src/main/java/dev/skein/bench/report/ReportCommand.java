package dev.skein.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skein bench report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes what benches wrote with --json into docs/performance.json, and writes the tables and the plot that"
                    + " stand on it anew.",
            ""
        })
public final class ReportCommand implements Callable<Integer> {
    private static final String NUMBERS = "performance.json";

    @Option(names = "--docs", paramLabel = "DIR", description = "Where the documents lie (default: ${DEFAULT-VALUE}).")
    private Path docs = Path.of("docs");

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "What benches wrote.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Measured measured = Measured.read(docs.resolve(NUMBERS));
        for (Path file : files) {
            measured = measured.with(Measured.read(file));
        }
        for (Map.Entry<String, String> document : documents(docs, measured).entrySet()) {
            Files.writeString(docs.resolve(document.getKey()), document.getValue());
        }
        return ExitCode.OK;
    }

    /** What the documents should say, by name. */
    static Map<String, String> documents(Path docs, Measured measured) throws IOException {
        Map<String, String> documents = new LinkedHashMap<>();
        documents.put(NUMBERS, measured.json());
        documents.put("performance.svg", Plot.svg(measured));
        String performance = Files.readString(docs.resolve("performance.md"));
        performance = replace(performance, "marks", Tables.marks(measured));
        documents.put("performance.md", replace(performance, "others", Tables.others(measured)));
        Capacity capacity = new Capacity(Capacity.Case.LARGE, Capacity.Costs.of(measured));
        documents.put(
                "capacity.md", replace(Files.readString(docs.resolve("capacity.md")), "capacity", capacity.table()));
        return documents;
    }

    private static String replace(String document, String part, String content) {
        String begin = "<!-- " + part + ": written by skein bench report -->\n";
        String end = "<!-- end of " + part + " -->";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no place for " + part);
        }
        return document.substring(0, from + begin.length()) + content + document.substring(to);
    }
}
