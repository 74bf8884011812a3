package dev.skein.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.bench.FakeSkein;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private static final Bench.Settings SMALL =
            new Bench.Settings(60, 5, 20, 2, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ZERO, 4, 20, 1);

    @Test
    void allMeasuresComeOut() throws IOException {
        try (FakeSkein skein = new FakeSkein();
                HttpLoop loop = new HttpLoop(8, Duration.ofSeconds(10))) {
            // When
            Results results = Bench.run(SMALL, loop, skein.api(), FakeSkein.OPERATOR_TOKEN, "b", NOWHERE);

            // Then
            assertThat(results.measures())
                    .extracting(Results.Measure::name)
                    .containsExactly(
                            "load.posts_per_second",
                            "load.deliveries_per_second",
                            "load.reads_per_second",
                            "latency.post_to_readable_p50_ms",
                            "latency.post_to_readable_p99_ms",
                            "latency.post_to_readable_max_ms");
            assertThat(results.measures()).allMatch(measure -> measure.min() > 0 && measure.max() >= measure.median());
        }
    }

    @Test
    void withoutTheOperatorsTokenItSaysSo() throws IOException {
        try (FakeSkein skein = new FakeSkein();
                HttpLoop loop = new HttpLoop(8, Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> Bench.run(SMALL, loop, skein.api(), "wrong", "b", NOWHERE))
                    .isInstanceOf(CallFailedException.class)
                    .hasMessageContaining("operator");
        }
    }
}
