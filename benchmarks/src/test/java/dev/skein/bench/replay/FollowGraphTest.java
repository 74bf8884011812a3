package dev.skein.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FollowGraphTest {
    @Test
    void withoutAnEdgeListOneFollowsWhomOneRetweets() {
        FollowGraph graph =
                FollowGraph.fromRetweets(Activities.of("1 2 3 RT", "1 2 4 RT", "1 1 5 RT", "1 3 6 MT", "3 2 7 RT"));

        assertThat(graph.size()).isEqualTo(2);
        assertThat(graph.follower(1)).isEqualTo(2);
        assertThat(graph.followee(1)).isEqualTo(1);
    }

    @Test
    void anEdgeListCountsOnlyForThoseWhoOccur() throws IOException {
        // Given
        Activity activity = Activities.of("10 20 3 RT", "30 20 3 RT");

        // When
        FollowGraph graph = FollowGraph.read(
                Activities.bytes("# SNAP", "20 10", "20 10", "99 10", "10 99", "30 30", "what", "10 30"), activity);

        // Then
        assertThat(graph.size()).isEqualTo(2);
        assertThat(graph.badLines().count()).isEqualTo(1);
    }
}
