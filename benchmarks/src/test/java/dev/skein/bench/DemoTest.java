package dev.skein.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DemoTest {
    @Test
    void aSecondDemonstrationAddsNothing() throws IOException {
        try (FakeSkein skein = new FakeSkein()) {
            // Given
            String origin = skein.api().ingest().toString();
            String[] arguments = {"demo", "--ingest", origin, "--query", origin};
            assertThat(Main.commandLine().execute(arguments)).isZero();
            int tweets = skein.tweetCount();
            assertThat(tweets).isGreaterThan(200);

            // When
            int code = Main.commandLine().execute(arguments);

            // Then
            assertThat(code).isZero();
            assertThat(skein.tweetCount()).isEqualTo(tweets);
        }
    }
}
