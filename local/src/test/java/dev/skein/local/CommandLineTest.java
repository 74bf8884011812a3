package dev.skein.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.local.system.LocalException;
import dev.skein.local.system.ServerStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString())
                .contains("up", "status", "logs", "down", "reset", "provision", "reindex", "replay", "demo", "bench");
    }

    @Test
    void everyCommandOfOursExplainsItself() {
        for (String name : Set.of("up", "status", "logs", "down", "reset", "provision", "reindex")) {
            assertThat(execute(name, "--help")).as(name).isZero();
        }
    }

    @Test
    void anUnknownOptionIsRefusedWithTwo() {
        assertThat(execute("up", "--qurey", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("--qurey");
    }

    @Test
    void whatCannotBeIsSaidInOneSentence() {
        assertThat(execute("up", "--home", folder.toString(), "--partitions", "12"))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("skein: --partitions must be a power of two")
                .hasLineCount(1);
    }

    @Test
    void whereNothingWasStartedNothingIsReady() {
        assertThat(execute("status", "--home", folder.toString())).isEqualTo(1);
    }

    @Test
    void aLogThatIsNotThereIsSaid() {
        assertThat(execute("logs", "kafka", "--home", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("was not started in " + folder);
    }

    @Test
    void downWhereNothingRunsIsFine() {
        assertThat(execute("down", "--home", folder.toString())).isZero();
    }

    @Test
    void resetLeavesWhatIsNotOurs() throws Exception {
        Files.writeString(folder.resolve("skein.properties"), "skein.x=y\n");
        Files.writeString(folder.resolve("diary.txt"), "dear diary");
        Files.createDirectories(folder.resolve("data/kafka"));

        assertThat(execute("reset", "--yes", "--home", folder.toString())).isZero();

        assertThat(folder.resolve("data")).doesNotExist();
        assertThat(folder.resolve("skein.properties")).exists();
        assertThat(folder.resolve("diary.txt")).exists();
    }

    @Test
    void theLastUpIsRemembered() {
        Remembered wanted = new Remembered(1000, 2, 16, Set.of("kafka", "postgres"));
        wanted.write(folder.resolve("up.properties"));

        assertThat(Remembered.read(folder.resolve("up.properties"))).isEqualTo(wanted);
        assertThat(Remembered.read(folder.resolve("none"))).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void partitionsAreSetOnce() {
        new Remembered(0, 1, 16, Set.of()).write(folder.resolve("up.properties"));

        assertThat(execute("up", "--home", folder.toString(), "--partitions", "32"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("16 partitions");
    }

    @Test
    void aDamagedMemoryIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("up.properties"), "query=many\n");

        assertThatThrownBy(() -> Remembered.read(file))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("up.properties");
    }

    @Test
    void durationsAreBrief() {
        assertThat(StatusCommand.brief(Duration.ofSeconds(6))).isEqualTo("6s");
        assertThat(StatusCommand.brief(Duration.ofSeconds(306))).isEqualTo("5m 6s");
        assertThat(StatusCommand.brief(Duration.ofMinutes(245))).isEqualTo("4h 5m");
        assertThat(StatusCommand.brief(Duration.ofHours(76))).isEqualTo("3d 4h");
    }

    @Test
    void aRowSaysWhatIsMissing() {
        ServerStatus status = new ServerStatus(
                "connect",
                ServerStatus.State.NOT_READY,
                OptionalLong.of(12),
                "http://127.0.0.1:18083",
                OptionalLong.of(300L << 20),
                Optional.of(Duration.ofSeconds(5)),
                "no answer");

        assertThat(StatusCommand.row(status))
                .isEqualTo(
                        "connect        not ready        12   300 MB       5s  http://127.0.0.1:18083   (no answer)");
    }
}
