package dev.skein.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "0,1970-01-01T00:00:00.000Z",
        "1,1970-01-01T00:00:00.001Z",
        "1704067200042,2024-01-01T00:00:00.042Z",
        "1798761599999,2026-12-31T23:59:59.999Z",
        "-1,1969-12-31T23:59:59.999Z"
    })
    void timesHaveMilliseconds(long millis, String text) {
        assertThat(Rfc3339.format(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "9223372036854775807,9223372036854775807",
        "9223372036854775808,0",
        "18446744073709551617,0",
        "01,0",
        "' 1',0",
        "1e3,0"
    })
    void idsAreWhatTheyPrint(String text, long id) {
        assertThat(Ids.parse(text)).isEqualTo(id);
    }
}
