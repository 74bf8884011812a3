package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Recorded activity played through the ingest path agrees with a tally that was made while reading it. */
@ExtendWith(RunningSystem.class)
final class ReplayIT {
    private static final Path CHECKOUT = Path.of(System.getProperty("skein.checkout", ".."));
    private static final Path SAMPLE =
            CHECKOUT.resolve("benchmarks/src/main/resources/dev/skein/bench/replay/sample-activity.txt");
    private static final int REAL_LINES = 20_000;

    private final Skein skein;

    ReplayIT(Skein skein) {
        this.skein = skein;
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** {@code scripts/skein replay}, against this system. */
    private Command.Ended replay(String... arguments) throws IOException, InterruptedException {
        Path benchmarks = CHECKOUT.resolve("benchmarks/target").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                benchmarks.resolve("classes") + File.pathSeparator + benchmarks.resolve("lib") + "/*",
                "dev.skein.bench.Main",
                "replay"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "SKEIN_INGEST_URL", skein.ingest().base().toString(),
                        "SKEIN_QUERY_URL", skein.query().base().toString(),
                        "SKEIN_OPERATOR_TOKEN", skein.operatorToken(),
                        "SKEIN_HOME", folder.toString()));
        return Command.tried(builder);
    }

    private static String prefix() {
        return "r" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36) + "_";
    }

    @Test
    void theSampleAgreesWithItsTally() throws IOException, InterruptedException {
        // When
        Command.Ended ended = replay(SAMPLE.toString(), "--verify", "--prefix", prefix());

        // Then
        assertThat(ended.output()).contains("All agree.").contains("/v1/users/").contains("Trends of the last hour");
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    @Test
    void linesThatDoNotParseAreCountedAndReportedAndStopNothing() throws IOException, InterruptedException {
        // Given
        Path file = folder.resolve("activity.txt");
        Files.writeString(
                file,
                """
                1 2 1341100972 MT
                1 2 yesterday RT
                2 1 1341100973 RT
                nonsense
                1 2 1341100974 LIKE

                3 1 1341100975 RE
                """);

        // When
        Command.Ended ended = replay(file.toString(), "--verify", "--prefix", prefix());

        // Then
        assertThat(ended.output()).contains("line 2", "line 4", "line 5").contains("All agree.");
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    @Test
    void theRealFileAgreesWithItsTally() throws IOException, InterruptedException {
        String file = System.getenv("SKEIN_HIGGS");
        if (file == null || file.isBlank()) {
            Command.say("SKIPPED: SKEIN_HIGGS does not name SNAP's higgs-activity_time.txt.gz, so only the generated"
                    + " sample is played.");
            Assumptions.abort("SKEIN_HIGGS is not set");
        }

        // When
        Command.Ended ended = replay(file, "--verify", "--limit", Integer.toString(REAL_LINES), "--prefix", prefix());

        // Then
        assertThat(ended.output()).contains("All agree.");
        assertThat(ended.status()).as(ended.output()).isZero();
    }
}
