package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of {@link HostedApplications} that can be killed and started again over what it left. */
final class Hosted {
    private final List<String> command = new ArrayList<>();
    private final Path log;
    private @Nullable Process process;
    private @Nullable BufferedReader answers;
    private @Nullable PrintWriter questions;

    /** @param folder where it keeps its state, and its log */
    Hosted(Path folder, String applications, int heapMegabytes, Path registry, Map<String, String> configuration)
            throws IOException {
        Files.createDirectories(folder);
        log = folder.resolve("log");
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        configuration.forEach((key, value) -> command.add("-Dskein." + key + "=" + value));
        command.add("-Dskein.applications=" + applications);
        command.add("-Dskein.state.dir=" + folder.resolve("state"));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), HostedApplications.class.getName(), registry.toString()));
    }

    /** Begins to start; {@link #awaitReady} waits for it. */
    void start() throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        answers = started.inputReader(StandardCharsets.UTF_8);
        questions = new PrintWriter(started.outputWriter(StandardCharsets.UTF_8), true);
    }

    void awaitReady() throws IOException {
        while (!line().equals("ready")) {}
    }

    /** A reader's timeline, as {@link HostedApplications} says it. */
    String timeline(long reader) throws IOException {
        Objects.requireNonNull(questions).println(reader);
        return line();
    }

    /** Once it has ended of itself, what is awaited of it will not come. */
    void requireRunning() throws IOException {
        if (!Objects.requireNonNull(process).isAlive()) {
            throw ended();
        }
    }

    private String line() throws IOException {
        String line = Objects.requireNonNull(answers).readLine();
        if (line == null) {
            throw ended();
        }
        return line;
    }

    private IllegalStateException ended() throws IOException {
        return new IllegalStateException("it ended; its log: " + Files.readString(log));
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        Process killed = Objects.requireNonNull(process).destroyForcibly();
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
