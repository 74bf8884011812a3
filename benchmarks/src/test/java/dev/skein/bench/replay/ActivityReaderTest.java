package dev.skein.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ActivityReaderTest {
    @Test
    void readsWhoDidWhatToWhomAndWhen() {
        // When
        Activity activity = Activities.of("223789 213163 1341100972 MT", "376989 223789 1341101181 RT");

        // Then
        assertThat(activity.size()).isEqualTo(2);
        assertThat(activity.users()).isEqualTo(3);
        assertThat(activity.kind(1)).isEqualTo(Activity.Kind.RT);
        assertThat(activity.number(activity.from(1))).isEqualTo(376989);
        assertThat(activity.to(1)).isEqualTo(activity.from(0));
        assertThat(activity.unixSeconds(1)).isEqualTo(1341101181);
    }

    @Test
    void aLineThatDoesNotParseIsCountedWithItsNumberAndStopsNothing() {
        // When
        Activity activity = Activities.of(
                "# a comment", "1 2 3 RT", "1 2 RT", "1 2 3 QT", "1 2 3 RT 4", "", "a 2 3 RT", "1 2 3 RE\r");

        // Then
        assertThat(activity.size()).isEqualTo(2);
        assertThat(activity.badLines().count()).isEqualTo(5);
        assertThat(activity.badLines().first())
                .extracting(BadLines.BadLine::number)
                .containsExactly(3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void onlyTheFirstBadLinesAreKept() {
        String[] lines = new String[1000];
        Arrays.fill(lines, "nonsense");

        Activity activity = Activities.of(lines);

        assertThat(activity.badLines().count()).isEqualTo(1000);
        assertThat(activity.badLines().first()).hasSize(BadLines.KEPT_MAX);
    }

    @Test
    void aLineOfAnyLengthTakesNoMoreMemoryThanAShortOne() {
        assertThat(Activities.of("1 2 3 RT" + " ".repeat(1_000_000) + "x", "1 2 3 RT")
                        .badLines()
                        .first())
                .singleElement()
                .extracting(BadLines.BadLine::reason)
                .asString()
                .contains("longer than");
    }

    @Test
    void gzipIsKnownByItsContent() throws IOException {
        // Given
        byte[] packed = gzip("1 2 3 RT\n4 5 6 MT\n");

        // When
        Activity activity = ActivityReader.read(new ByteArrayInputStream(packed), Long.MAX_VALUE);

        // Then
        assertThat(activity.size()).isEqualTo(2);
        assertThat(activity.digest())
                .isEqualTo(Activities.of("1 2 3 RT", "4 5 6 MT").digest());
    }

    @Test
    void aGzipFileThatWasCutIsRefused() throws IOException {
        byte[] packed = gzip("1 2 3 RT\n".repeat(1000));

        assertThatThrownBy(() ->
                        ActivityReader.read(new ByteArrayInputStream(packed, 0, packed.length - 12), Long.MAX_VALUE))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void aLimitCountsLines() throws IOException {
        assertThat(ActivityReader.read(Activities.bytes("1 2 3 RT", "bad", "1 2 3 RT"), 2)
                        .size())
                .isEqualTo(1);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
