package dev.skein.bench.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theCommittedSampleIsWhatTheGeneratorMakes() throws IOException {
        String made = String.join("\n", SampleGenerator.lines()) + "\n";
        Path committed = Path.of("src/main/resources/dev/skein/bench/replay/sample-activity.txt");
        if (Boolean.getBoolean("skein.regenerate")) {
            Files.writeString(committed, made);
        }
        try (InputStream sample = Samples.activity()) {
            assertThat(new String(sample.readAllBytes(), UTF_8)).isEqualTo(made);
        }
    }

    @Test
    void theSampleHoldsAllKindsAndBadLines() throws IOException {
        try (InputStream sample = Samples.activity()) {
            Activity activity = ActivityReader.read(sample, Long.MAX_VALUE);
            assertThat(activity.size()).isEqualTo(2_000 - 1 - Samples.BAD_LINES);
            assertThat(activity.badLines().count()).isEqualTo(Samples.BAD_LINES);
            for (Activity.Kind kind : Activity.Kind.values()) {
                assertThat(count(activity, kind)).isGreaterThan(150);
            }
        }
    }

    private static int count(Activity activity, Activity.Kind kind) {
        int count = 0;
        for (int event = 0; event < activity.size(); event++) {
            count += activity.kind(event) == kind ? 1 : 0;
        }
        return count;
    }
}
