package dev.skein.local.system;

import dev.skein.local.server.Home;
import dev.skein.local.server.Launch;
import dev.skein.local.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Starts and stops processes, and knows which of ours run: not by a handle it would have to keep, but by what stands in
 * {@code run/NAME.pid}, so that any later call of the command line knows as much.
 */
final class Supervisor {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(5);
    private static final long LOG_BYTES_MAX = 16 << 20;
    private static final String PID = ".pid";

    private final Home home;
    private final boolean detached;
    private boolean closed;

    Supervisor(Home home, boolean detached) {
        this.home = home;
        this.detached = detached;
    }

    /** What was started under this name and not stopped since; it may have died. */
    Optional<RunFile> started(String name) {
        return RunFile.read(home.run(name + PID));
    }

    Optional<RunFile> running(String name) {
        return started(name).filter(file -> file.process().alive());
    }

    /** All names that were started and not stopped since. */
    List<String> startedNames() throws IOException {
        Path folder = home.run("");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(PID))
                    .map(file -> file.substring(0, file.length() - PID.length()))
                    .sorted()
                    .toList();
        }
    }

    /** Starts the process; {@link #awaitReady} is the second half. */
    void launch(Server server) throws IOException, InterruptedException {
        rotate(home.log(server.name()));
        Launch launch = server.launch();
        for (Map.Entry<Path, String> file : launch.files().entrySet()) {
            Files.createDirectories(folder(file.getKey()));
            Files.writeString(file.getKey(), file.getValue());
        }
        Files.createDirectories(home.data(""));
        server.prepare();
        spawn(server.name(), launch);
    }

    /** From now on nothing is started: whoever stops all, as on Ctrl-C, may do so while others are still starting it. */
    synchronized void close() {
        closed = true;
    }

    /** Starts a process under a name, without asking whether it can be used. */
    synchronized void spawn(String name, Launch launch) throws IOException {
        if (closed) {
            throw new LocalException(name + " is not started: all of it was stopped meanwhile.");
        }
        Files.createDirectories(home.run(""));
        List<String> command = new ArrayList<>();
        if (detached) {
            command.addAll(Detached.prefix());
        }
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(launch.folder().orElse(home.root()).toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log(name).toFile()));
        builder.environment().putAll(launch.environment());
        Instant startedAt = Instant.now();
        Process process = builder.start();
        // One that is gone by now is remembered all the same: awaitReady finds it dead and says so.
        ProcessMark mark = ProcessMark.of(process.pid()).orElse(new ProcessMark(process.pid(), "gone"));
        new RunFile(mark, startedAt, launch.fingerprint()).write(home.run(name + PID));
    }

    /** Returns when it can be used; a process that ends instead is started again as often as its kind allows. */
    void awaitReady(Server server) throws IOException, InterruptedException {
        AtomicReference<String> missing = new AtomicReference<>("");
        Instant deadline = Instant.now().plus(server.startTimeout());
        for (int attempt = 1; ; attempt++) {
            Duration left = Duration.between(Instant.now(), deadline);
            boolean decided = Waiting.until(
                    () -> {
                        if (running(server.name()).isEmpty()) {
                            return true;
                        }
                        Optional<String> notReady = server.notReady();
                        missing.set(notReady.orElse(""));
                        return notReady.isEmpty();
                    },
                    PAUSE,
                    left);
            if (!decided) {
                throw new LocalException(server.name() + " is not ready after "
                        + server.startTimeout().toSeconds() + " s: " + missing.get() + "\n" + logEnd(server.name()));
            }
            Optional<RunFile> running = running(server.name());
            if (running.isPresent()) {
                // Not before: somebody waits for the start.
                if (detached && server.standsBack()) {
                    Priority.standBack(running.get().process().pid());
                }
                return;
            }
            if (attempt >= server.startAttempts()) {
                throw new LocalException(server.name() + " ended while it was starting.\n" + logEnd(server.name()));
            }
            Waiting.until(() -> false, PAUSE, server.startPause());
            launch(server);
        }
    }

    /** Asks it to end, waits, kills it if need be. Its children, if any are left then, are killed as well. */
    void stop(String name, String signal, Duration timeout) throws IOException, InterruptedException {
        Optional<RunFile> running = running(name);
        if (running.isPresent()) {
            ProcessMark process = running.get().process();
            List<ProcessMark> children = children(process.pid());
            signal(process.pid(), signal);
            if (!Waiting.until(() -> !process.alive(), PAUSE, timeout)) {
                kill(process);
            }
            for (ProcessMark child : children) {
                kill(child);
            }
        }
        Files.deleteIfExists(home.run(name + PID));
    }

    /** Ends one properly. */
    void stop(Server server) throws IOException, InterruptedException {
        boolean runs = running(server.name()).isPresent();
        stop(server.name(), server.stopSignal(), server.stopTimeout());
        if (runs) {
            server.ended();
        }
    }

    /** As kill -9 does; what was started stays remembered, so that it counts as having died. */
    void kill(String name, boolean withChildren) throws InterruptedException {
        Optional<RunFile> running = running(name);
        if (running.isPresent()) {
            ProcessMark process = running.get().process();
            List<ProcessMark> children = withChildren ? children(process.pid()) : List.of();
            kill(process);
            for (ProcessMark child : children) {
                kill(child);
            }
        }
    }

    private static void kill(ProcessMark process) throws InterruptedException {
        if (process.alive()) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            if (!Waiting.until(() -> !process.alive(), PAUSE, AFTER_KILL)) {
                throw new LocalException("Process " + process.pid() + " cannot be killed.");
            }
        }
    }

    private static List<ProcessMark> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .flatMap(child -> ProcessMark.of(child.pid()).stream())
                .toList();
    }

    private static void signal(long pid, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(SIGNAL_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            kill.destroyForcibly();
        }
    }

    private static void rotate(Path log) throws IOException {
        Files.createDirectories(folder(log));
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String logEnd(String name) {
        return LogFile.end(home.log(name), 15) + "\nThe whole log: " + home.log(name);
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }
}
