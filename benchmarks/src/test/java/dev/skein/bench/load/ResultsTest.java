package dev.skein.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResultsTest {
    @Test
    void theJsonIsAnArrayOfNamedMeasures() throws IOException {
        // Given
        Results results = new Results();
        results.add("load.posts_per_second", "1/s", 2000.4);
        results.add("load.posts_per_second", "1/s", 1000);
        results.add("load.posts_per_second", "1/s", 3000);
        results.add("latency.post_to_readable_p50_ms", "ms", 12.345);

        // When
        JsonNode json = new ObjectMapper().readTree(results.json());

        // Then
        assertThat(json).hasSize(2);
        assertThat(json.get(0).get("name").asText()).isEqualTo("load.posts_per_second");
        assertThat(json.get(0).get("unit").asText()).isEqualTo("1/s");
        assertThat(json.get(0).get("min").asDouble()).isEqualTo(1000);
        assertThat(json.get(0).get("median").asDouble()).isEqualTo(2000);
        assertThat(json.get(0).get("max").asDouble()).isEqualTo(3000);
        assertThat(json.get(1).get("median").asDouble()).isEqualTo(12.35);
        assertThat(json.get(0)).hasSize(5);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwo() {
        Results results = new Results();
        results.add("a", "ms", 1);
        results.add("a", "ms", 2);

        assertThat(results.median("a")).isEqualTo(1.5);
    }
}
