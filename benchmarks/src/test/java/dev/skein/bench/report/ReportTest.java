package dev.skein.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.skein.bench.report.Capacity.Case;
import dev.skein.bench.report.Capacity.Costs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Path DOCS = Path.of("../docs");

    @Test
    void theDocumentsSayWhatTheNumbersSay() throws IOException {
        Measured measured = Measured.read(DOCS.resolve("performance.json"));

        for (Map.Entry<String, String> document :
                ReportCommand.documents(DOCS, measured).entrySet()) {
            assertThat(Files.readString(DOCS.resolve(document.getKey())))
                    .as("%s: run scripts/skein bench report", document.getKey())
                    .isEqualTo(document.getValue());
        }
    }

    @Test
    void theTwoCostsOfADeliveryFollowFromTwoMeasurements() {
        // A reader costs 0.2 µs and a tweet in a partition 1 µs.
        double at4 = 0.2 + Capacity.touched(76, 4) / 76;
        double at64 = 0.2 + Capacity.touched(76, 64) / 76;

        Capacity capacity = new Capacity(Case.LARGE, new Costs(at4, at64, 12, 20, 10_000));

        assertThat(capacity.microsPerReader()).isCloseTo(0.2, within(1e-9));
        assertThat(capacity.microsPerRecord()).isCloseTo(1, within(1e-9));
    }

    @Test
    void fewReadersTouchAsManyPartitionsAndManyTouchAll() {
        assertThat(Capacity.touched(1, 64)).isCloseTo(1, within(1e-9));
        assertThat(Capacity.touched(10_000, 64)).isCloseTo(64, within(1e-6));
    }
}
