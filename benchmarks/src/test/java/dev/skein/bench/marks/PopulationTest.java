package dev.skein.bench.marks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private static final long NOW = 1_790_000_000_000L;

    @Test
    void peopleRegisteredOverTwoYearsAndLieInAllShards() {
        Population population = Population.of(20_000, 20, 1_000, 7, NOW);

        long[] ids = IntStream.range(0, population.people())
                .mapToLong(population::id)
                .sorted()
                .toArray();
        assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(20_000);
        assertThat(NOW - Id.millis(ids[0]))
                .isBetween(Duration.ofDays(725).toMillis(), Duration.ofDays(730).toMillis());
        assertThat(Arrays.stream(ids).mapToInt(Id::shard).distinct().count()).isEqualTo(Id.SHARDS);
    }

    @Test
    void aPersonReadsThoseWhoseFollowersTheyAreAmongAndThemselves() {
        Population population = Population.of(500, 20, 100, 7, NOW);
        BitSet read = population.readBy(3);

        assertThat(read.get(3)).isTrue();
        for (int author = 0; author < 500; author++) {
            int by = author;
            boolean follows = IntStream.range(0, population.graph().followersOf(author))
                    .anyMatch(i -> population.graph().follower(by, i) == 3);
            assertThat(read.get(author)).isEqualTo(follows || author == 3);
        }
    }
}
