package dev.skein.bench.load;

import dev.skein.bench.client.Api;
import dev.skein.bench.client.Origin;
import dev.skein.local.system.LocalSystem;
import dev.skein.local.system.Progress;
import dev.skein.local.system.ServerStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** All that {@code up} starts, on free ports and in a temporary folder that is gone afterwards, also after Ctrl-C. */
final class OwnSystem implements AutoCloseable {
    private final LocalSystem system;
    private final Removal removal;

    private OwnSystem(LocalSystem system, Path folder) {
        this.system = system;
        this.removal = new Removal(folder, system::close);
    }

    static OwnSystem start(PrintStream out) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("skein-bench");
        OwnSystem own = new OwnSystem(LocalSystem.temporaryAsUp(folder), folder);
        out.println("Starting a system in " + folder);
        try {
            own.system.start(new Lines(out));
        } catch (IOException | InterruptedException | RuntimeException e) {
            own.close();
            throw e;
        }
        return own;
    }

    Api api() {
        return new Api(
                Origin.parse(system.ingest().toString()),
                Origin.parse(system.query(1).toString()));
    }

    String operatorToken() {
        return system.operatorToken();
    }

    /** What the query API has in use after a collection, bytes. */
    long heapBytes() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collecting = new ProcessBuilder(
                        jcmd, Long.toString(query().pid().orElseThrow()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collecting.waitFor() != 0) {
            throw new IOException("jcmd cannot ask the query API to collect");
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(system.query(1) + "/metrics")).build();
        String metrics = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return (long) metrics.lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What the query API has in memory, bytes. */
    long residentBytes() {
        return query().memoryBytes().orElse(0);
    }

    private ServerStatus query() {
        return system.status().stream()
                .filter(status -> status.name().equals("query-api"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        removal.close();
    }

    private record Lines(PrintStream out) implements Progress {
        @Override
        public void begins(String what, String how) {}

        @Override
        public void done(String what, Duration took, String detail) {
            out.printf(Locale.ROOT, "  %-14s %5.1f s  %s%n", what, took.toMillis() / 1e3, detail);
        }
    }
}
