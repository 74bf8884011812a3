package dev.skein.bench.marks;

import dev.skein.bench.load.Results;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Reads in process: {@link InProcessReader} takes the query instance's place, and is written to meanwhile. */
final class InProcess {
    private final MarkOptions options;
    private final Stage stage;
    private final EventWriter writer;
    private final SplittableRandom random;
    private final PrintStream out;

    InProcess(MarkOptions options, Stage stage, EventWriter writer, SplittableRandom random, PrintStream out) {
        this.options = options;
        this.stage = stage;
        this.writer = writer;
        this.random = random;
        this.out = out;
    }

    /** Takes the measure, while so many tweets are written each second. */
    void run(Results results, double tweetsPerSecond) throws IOException, InterruptedException {
        stage.system().stop(Servers.QUERY);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20",
                "-XX:+UseTransparentHugePages",
                "-XX:+AlwaysPreTouch"));
        command.addAll(List.of(options.queryOptions.split(" ")));
        Map<String, String> configuration = Map.of(
                "kafka.bootstrap-servers", stage.kafka(),
                "registry.url", stage.registry(),
                "partitions", Integer.toString(stage.partitions()),
                "http.advertised", "127.0.0.1:" + stage.system().query(1).getPort(),
                "state.dir",
                        stage.system().settings().home().data(Servers.QUERY).toString(),
                "applications", "author,home",
                "standbys", "0");
        configuration.forEach((key, value) -> command.add("-Dskein." + key + "=" + value));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                InProcessReader.class.getName(),
                Integer.toString(options.quick ? 2 : 5),
                Integer.toString(options.rounds()),
                Long.toString(options.seed),
                stage.folder().resolve("readers").toString()));
        writeReaders();
        Process process = new ProcessBuilder(command)
                .redirectError(stage.folder().resolve("in-process.log").toFile())
                .start();
        try (SteadyLoad load =
                        new SteadyLoad(writer, random, tweetsPerSecond, Long.MAX_VALUE, (author, id, due) -> {});
                BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready")) {
                    load.start();
                } else if (line.startsWith("pages ")) {
                    String[] figures = line.split(" ", -1);
                    double perSecond = Double.parseDouble(figures[1]);
                    double cpuMicros = Double.parseDouble(figures[2]);
                    results.add("reads.in_process_per_second", "1/s", perSecond);
                    results.add("reads.in_process_cpu_micros_per_page", "µs", cpuMicros);
                    out.printf(
                            Locale.ROOT,
                            "in process: %,.0f pages a second, %.2f µs of CPU each, %,.0f tweets a second written%n",
                            perSecond,
                            cpuMicros,
                            load.perSecond());
                } else {
                    out.println(line);
                }
            }
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        if (process.exitValue() != 0) {
            throw new IOException("reading in process failed; the log: "
                    + Files.readString(stage.folder().resolve("in-process.log")));
        }
    }

    private void writeReaders() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int person = 0; person < writer.population().people(); person++) {
            ids.add(Long.toString(writer.population().id(person)));
        }
        Files.write(stage.folder().resolve("readers"), ids);
    }
}
