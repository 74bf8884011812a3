package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Tweet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/skein} as its users type it. First of all classes, so that its system is gone before the one that all
 * others share is started.
 */
@Order(1)
final class OperationsIT {
    private static final Path SCRIPT = Path.of(System.getProperty("skein.checkout", ".."), "scripts/skein");
    private static final Duration QUICK = Duration.ofSeconds(20);
    /** The documented ports of one system; --port-base is added to each. */
    private static final List<Integer> PORTS =
            List.of(8080, 8081, 15432, 18081, 18082, 18083, 18084, 19000, 19042, 19092, 19093, 19200);

    private static final int INGEST_PORT = 8080;
    private static final int QUERY_PORT = 8081;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    private final int portBase = freePortBase();

    @AfterEach
    void nothingIsLeft() throws IOException, InterruptedException {
        skein("down");
    }

    /** Below what the system hands out for outgoing connections: one of those could take a port at any time. */
    private static int freePortBase() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int base = ThreadLocalRandom.current().nextInt(1_000, 13_000);
            if (PORTS.stream().allMatch(port -> isFree(base + port))) {
                return base;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private Command.Ended skein(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        // Maven has just built it, and must not be run inside itself.
        builder.environment().put("SKEIN_BUILD", "never");
        return Command.tried(builder);
    }

    private Command.Ended up(String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("up", "--port-base", Integer.toString(portBase)));
        arguments.addAll(List.of(options));
        return skein(arguments.toArray(new String[0]));
    }

    private static void succeeded(Command.Ended ended) {
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    /** State and pid of each process, as {@code status} shows them. */
    private record Row(String state, long pid) {}

    private Map<String, Row> status(int expectedCode) throws IOException, InterruptedException {
        Command.Ended ended = skein("status");
        assertThat(ended.status()).as(ended.output()).isEqualTo(expectedCode);
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : ended.output().lines().skip(1).toList()) {
            String[] cells = line.trim().split("\\s{2,}", -1);
            if (cells.length >= 5 && !line.startsWith(" ")) {
                rows.put(cells[0], new Row(cells[1], cells[2].equals("-") ? 0 : Long.parseLong(cells[2])));
            }
        }
        return rows;
    }

    private static List<ProcessHandle> withDescendants(Map<String, Row> rows) {
        return rows.values().stream()
                .flatMap(row -> ProcessHandle.of(row.pid()).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    /** What has ended stays in the table of processes until its parent asks for it, but has no program any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private Api api(String name, int port) {
        return new Api(name, URI.create("http://127.0.0.1:" + (portBase + port)));
    }

    @Test
    void upStatusLogsAndDownDoWhatTheySayAlsoAfterAProcessWasKilled() throws IOException, InterruptedException {
        // A first up starts everything, says where it is, how to try it and how to stop it.
        Command.Ended up = up();
        succeeded(up);
        assertThat(up.output())
                .contains("http://127.0.0.1:" + (portBase + INGEST_PORT))
                .contains("http://127.0.0.1:" + (portBase + QUERY_PORT))
                .contains("curl")
                .contains("down");
        // The core can be used now; search, archive and media come up behind it, for which one can wait.
        succeeded(up("--wait"));
        Map<String, Row> running = status(0);
        assertThat(running).containsKeys("postgres", "kafka", "registry", "connect", Skein.INGEST, Skein.queryName(1));
        assertThat(running.values()).extracting(Row::state).containsOnly("ready");

        // What is said over HTTP is kept.
        Api ingest = api(Skein.INGEST, INGEST_PORT);
        Api query = api(Skein.queryName(1), QUERY_PORT);
        Map<String, String> login = Map.of("handle", "ada", "email", "ada@example.org", "password", "correct horse");
        ingest.post("/v1/users").json(login).send().expect(201);
        String token = ingest.post("/v1/sessions")
                .json(Map.of("handle", "ada", "password", "correct horse"))
                .send()
                .expect(201)
                .json()
                .path("token")
                .asText();
        Tweet tweet = ingest.post("/v1/tweets")
                .token(token)
                .json(Map.of("text", "kept"))
                .send()
                .expect(201)
                .as(Tweet.class);
        Eventually.holds(() -> query.get("/v1/tweets/" + tweet.id()).send().expect(200));

        // A second up is quick and changes nothing.
        Instant begin = Instant.now();
        succeeded(up());
        assertThat(Duration.between(begin, Instant.now())).isLessThan(QUICK);
        assertThat(status(0)).isEqualTo(running);

        // Logs are there for every process, and an unknown name is told from the known ones.
        for (String name : running.keySet()) {
            Command.Ended logs = skein("logs", name);
            succeeded(logs);
            assertThat(logs.output()).as("log of %s", name).isNotBlank();
        }
        Command.Ended unknown = skein("logs", "nonsense");
        assertThat(unknown.status()).isNotZero();
        assertThat(unknown.output()).contains("nonsense").contains("kafka");

        // One that was killed is seen, and the next up starts it again, with all data.
        Row killed = running.getOrDefault(Skein.queryName(1), new Row("", 0));
        assertThat(ProcessHandle.of(killed.pid()).map(ProcessHandle::destroyForcibly))
                .contains(true);
        Eventually.holds(() -> assertThat(ProcessHandle.of(killed.pid()).filter(OperationsIT::runs))
                .isEmpty());
        assertThat(status(1).get(Skein.queryName(1)))
                .extracting(row -> row.state())
                .isEqualTo("died");
        succeeded(up());
        Map<String, Row> again = status(0);
        assertThat(again.get("kafka")).isEqualTo(running.get("kafka"));
        Eventually.holds(() -> query.get("/v1/tweets/" + tweet.id()).send().expect(200));

        // Down leaves nothing behind, though one of them was killed before.
        List<ProcessHandle> processes = withDescendants(again);
        Row victim = again.getOrDefault(Skein.INGEST, new Row("", 0));
        ProcessHandle.of(victim.pid()).ifPresent(ProcessHandle::destroyForcibly);
        succeeded(skein("down"));
        assertThat(processes.stream()
                        .filter(OperationsIT::runs)
                        .map(process -> process.pid() + " " + process.info())
                        .collect(Collectors.toList()))
                .as("processes left behind")
                .isEmpty();
        assertThat(PORTS).allMatch(port -> isFree(portBase + port));
        assertThat(status(1).values()).extracting(Row::state).containsOnly("stopped");
    }

    @Test
    void aPortThatIsTakenIsSaidBeforeAnythingStarts() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(portBase + INGEST_PORT, 1, InetAddress.getLoopbackAddress())) {
            // When
            Command.Ended up = up();

            // Then
            assertThat(up.status()).isEqualTo(1);
            assertThat(up.output().trim().lines())
                    .singleElement()
                    .asString()
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains(Skein.INGEST);
            assertThat(status(1).values()).extracting(Row::state).containsOnly("stopped");
        }
    }
}
