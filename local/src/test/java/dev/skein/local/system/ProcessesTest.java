package dev.skein.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skein.local.server.Home;
import dev.skein.local.server.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of processes, ports and memory. */
class ProcessesTest {

    @TempDir
    private Path folder;

    private static final String STAT =
            "4711 (tricky) name) S 1 4711 4711 0 -1 4194560 100 0 0 0 5 5 0 0 20 0 30 0 98765 1 2";

    @Test
    void theStartOfAProcessIsFoundBehindAnyName() {
        assertThat(ProcessMark.startOf(STAT)).contains("98765");
    }

    @Test
    void aProcessThatOnlyWaitsToBeReapedIsGone() {
        assertThat(ProcessMark.startOf(STAT.replace(" S ", " Z "))).isEmpty();
    }

    @Test
    void aProcessLivesUntilItEnds() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        ProcessMark mark = ProcessMark.of(process.pid()).orElseThrow();
        assertThat(mark.alive()).isTrue();
        assertThat(new ProcessMark(mark.pid(), "another start").alive()).isFalse();

        process.destroyForcibly().waitFor();

        assertThat(mark.alive()).isFalse();
    }

    @Test
    void aRunFileComesBackAsItWasWritten() throws IOException {
        RunFile written = new RunFile(new ProcessMark(12, "boot:34"), Instant.parse("2026-11-20T10:00:00Z"), "abc");
        written.write(folder.resolve("kafka.pid"));

        assertThat(RunFile.read(folder.resolve("kafka.pid"))).contains(written);
        assertThat(RunFile.read(folder.resolve("none.pid"))).isEmpty();
    }

    @Test
    void aDamagedRunFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("kafka.pid"), "x");

        assertThatThrownBy(() -> RunFile.read(file))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("kafka.pid");
    }

    @Test
    void nothingIsStartedOnceAllWasStopped() throws IOException {
        Supervisor supervisor = new Supervisor(new Home(folder), false);
        supervisor.close();

        assertThatThrownBy(() -> supervisor.spawn(
                        "sleeper", new Launch(List.of("sleep", "60"), Map.of(), Map.of(), Optional.empty())))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("sleeper");
        assertThat(supervisor.startedNames()).isEmpty();
    }

    @Test
    void whoStandsBackIsNicerThanWeAreAsIsTheirSession() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Detached.prefix());
        boolean session = command.contains("setsid");
        command.addAll(List.of("sh", "-c", "read line; nice; cat /proc/self/autogroup 2> /dev/null || true"));
        Process process = new ProcessBuilder(command).start();
        Path group = Path.of("/proc/" + process.pid() + "/autogroup");
        boolean grouped = session && Files.isWritable(group);
        if (grouped) {
            String ours = Files.readString(Path.of("/proc/self/autogroup"));
            assertThat(Waiting.until(() -> !text(group).equals(ours), Duration.ofMillis(5), Duration.ofSeconds(10)))
                    .isTrue();
        }

        Priority.standBack(process.pid());
        process.getOutputStream().write('\n');
        process.getOutputStream().close();

        List<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(printed).first().isEqualTo("15");
        if (grouped) {
            assertThat(printed).last().asString().endsWith("nice 15");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTakenPortIsSeenWithItsHolder() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.isTaken(socket.getLocalPort())).isTrue();
            if (Files.isReadable(Path.of("/proc/net/tcp"))) {
                assertThat(PortOwner.of(socket.getLocalPort()))
                        .contains("java (pid " + ProcessHandle.current().pid() + ")");
            }
        }
    }

    @Test
    void onlyListenersOfThePortCount() {
        List<String> table = List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 x",
                "   1: 0100007F:1F90 0100007F:C000 01 00000000:00000000 00:00000000 00000000     0        0 222 1 x",
                "   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 x");

        assertThat(PortOwner.listeners(table, 8080)).containsExactly("socket:[111]");
    }

    @Test
    void kilobytesBecomeBytes() {
        List<String> lines = List.of("MemTotal:       24682912 kB", "MemAvailable:       2048 kB");

        assertThat(Memory.fieldOf(lines, "MemAvailable:")).isEqualTo(OptionalLong.of(2 << 20));
        assertThat(Memory.fieldOf(lines, "Other:")).isEqualTo(OptionalLong.empty());
    }

    @Test
    void theEndOfALogIsItsLastLines() throws IOException {
        Path log = Files.writeString(folder.resolve("x.log"), "a\nb\nc\n".repeat(20_000));

        assertThat(LogFile.end(log, 2)).isEqualTo("b\nc");
        assertThat(LogFile.end(folder.resolve("none"), 2)).contains("cannot be read");
    }

    @Test
    void waitingEndsWithTheConditionOrTheTime() throws InterruptedException {
        assertThat(Waiting.until(() -> true, Duration.ofDays(1), Duration.ZERO)).isTrue();
        assertThat(Waiting.until(() -> false, Duration.ofMillis(1), Duration.ofMillis(3)))
                .isFalse();
    }

    @Test
    void aConnectorRunsWhenItsTaskDoes() throws IOException {
        assertThat(problem("{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"state\":\"RUNNING\"}]}"))
                .isEmpty();
        assertThat(problem("{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}"))
                .isEqualTo("no task yet");
        assertThat(problem("{\"connector\":{\"state\":\"PAUSED\"},\"tasks\":[]}"))
                .isEqualTo("PAUSED");
        assertThat(
                        problem(
                                "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"state\":\"FAILED\",\"trace\":\"why\\nat\"}]}"))
                .isEqualTo("task FAILED, why");
    }

    private static String problem(String status) throws IOException {
        return ConnectorSetup.problem(new ObjectMapper().readTree(status)).orElse("");
    }
}
