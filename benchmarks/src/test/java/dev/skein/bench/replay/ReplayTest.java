package dev.skein.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.bench.FakeSkein;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private FakeSkein skein;
    private HttpLoop loop;

    @BeforeEach
    void start() throws IOException {
        skein = new FakeSkein();
        loop = new HttpLoop(16, Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        loop.close();
        skein.close();
    }

    @Test
    void theSampleIsPlayedToItsEndAndAgreesWithTheTally() throws IOException {
        // When
        Replay.Result result = replay(sample()).run();

        // Then
        assertThat(result.stopped()).isNull();
        assertThat(result.failures()).isEmpty();
        assertThat(verify(result, Duration.ZERO).differences()).isEmpty();
    }

    @Test
    void aTweetThatIsMissingInAHomeTimelineIsFound() throws IOException {
        // Given
        Replay.Result result = replay(sample()).run();
        long missing = result.outcomes().idOf(0);

        // When
        skein.lost = tweet -> tweet == missing;

        // Then
        assertThat(verify(result, Duration.ZERO).differences())
                .isNotEmpty()
                .allMatch(difference -> difference.contains("tweet " + missing + " is missing"));
    }

    @Test
    void trouble503IsTriedAgainAndNothingIsDoubled() throws IOException {
        // Given
        skein.troubleAt = write -> write % 50 == 7;
        Script script = sample();

        // When
        Replay.Result result = replay(script).run();

        // Then
        assertThat(result.stopped()).isNull();
        assertThat(skein.tweetCount()).isEqualTo(script.plan().tweets());
        assertThat(verify(result, Duration.ZERO).differences()).isEmpty();
    }

    @Test
    void anInterruptedReplayGoesOnWithoutDoublingOrLosing() throws IOException {
        // Given
        Script script = sample();
        Replay first = replay(script);
        skein.troubleAt = write -> {
            if (write == 400) {
                first.interrupt();
            }
            return false;
        };
        Replay.Result interrupted = first.run();
        assertThat(interrupted.stopped()).isEqualTo("interrupted");
        assertThat(interrupted.outcomes().doneCount())
                .isPositive()
                .isLessThan(script.plan().size());

        // When
        Replay.Result result = replay(script).run();

        // Then
        assertThat(result.stopped()).isNull();
        assertThat(result.outcomes().doneCount()).isEqualTo(script.plan().size());
        assertThat(skein.tweetCount()).isEqualTo(script.plan().tweets());
        assertThat(verify(result, Duration.ZERO).differences()).isEmpty();
    }

    @Test
    void aReplayThatIsDoneIsNotDoneAgain() throws IOException {
        // Given
        Script script = Activities.script("1 2 3 RT", "2 1 4 MT", "3 2 5 RE");
        replay(script).run();
        int before = skein.tweetCount();

        // When
        Replay.Result again = replay(script).run();

        // Then
        assertThat(again.outcomes().doneCount()).isEqualTo(script.plan().size());
        assertThat(skein.tweetCount()).isEqualTo(before);
    }

    @Test
    void withoutTheOperatorsTokenItSaysSo() {
        Replay replay = new Replay(
                Activities.script("1 2 3 RT"), new Replay.Options(skein.api(), "wrong", 0, 8, folder), loop, NOWHERE);

        assertThatThrownBy(replay::run)
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("operator")
                .hasMessageContaining("401");
    }

    @Test
    void anEmptyFileIsPlayedToItsEnd() throws IOException {
        assertThat(replay(Activities.script("# nothing")).run().stopped()).isNull();
    }

    @Test
    void thePaceIsTheOriginalOneTimesTheSpeed() {
        Script script = Activities.script("1 2 100 MT", "2 1 160 MT");

        Pace pace = new Pace(script, new Outcomes(script.plan()), 30, 1_000);

        assertThat(pace.dueNanos(0)).isEqualTo(1_000);
        assertThat(pace.dueNanos(1)).isEqualTo(1_000 + Duration.ofSeconds(2).toNanos());
    }

    private Verification.Report verify(Replay.Result result, Duration patience) {
        return new Verification(
                        loop, skein.api(), FakeSkein.OPERATOR_TOKEN, result.tally(), Clock.systemUTC(), patience)
                .run(Verification.Sample.ALL, NOWHERE);
    }

    private Replay replay(Script script) {
        return new Replay(
                script, new Replay.Options(skein.api(), FakeSkein.OPERATOR_TOKEN, 0, 16, folder), loop, NOWHERE);
    }

    private static Script sample() throws IOException {
        try (InputStream sample = Samples.activity()) {
            return Script.read(sample, null, Long.MAX_VALUE, "u");
        }
    }
}
