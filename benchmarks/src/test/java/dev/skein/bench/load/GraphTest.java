package dev.skein.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphTest {
    @Test
    void theMeanAndTheMostAreWhatWasAskedFor() {
        Graph graph = Graph.powerLaw(20_000, 75, 10_000, 1);

        assertThat((double) graph.edges() / graph.people()).isBetween(74.5, 75.5);
        assertThat(followers(graph).max().orElseThrow()).isEqualTo(10_000);
    }

    @Test
    void fewHaveManyAndManyHaveFew() {
        Graph graph = Graph.powerLaw(10_000, 75, 10_000, 1);
        int[] sorted = followers(graph).sorted().toArray();

        assertThat(sorted[5_000]).isLessThan(60);
        assertThat(IntStream.of(sorted).skip(9_900).sum()).isGreaterThan(graph.edges() / 6);
    }

    @Test
    void nobodyFollowsTwiceOrThemselves() {
        Graph graph = Graph.powerLaw(500, 75, 10_000, 7);

        for (int person = 0; person < graph.people(); person++) {
            Set<Integer> followers = new HashSet<>();
            for (int i = 0; i < graph.followersOf(person); i++) {
                int follower = graph.follower(person, i);
                assertThat(follower).isBetween(0, 499).isNotEqualTo(person);
                assertThat(followers.add(follower)).isTrue();
            }
        }
    }

    @Test
    void theSameSeedMakesTheSameGraph() {
        Graph one = Graph.powerLaw(300, 20, 100, 3);
        Graph other = Graph.powerLaw(300, 20, 100, 3);

        assertThat(followers(one).toArray()).isEqualTo(followers(other).toArray());
        assertThat(one.follower(5, 0)).isEqualTo(other.follower(5, 0));
    }

    @Test
    void tooFewPeopleForSoManyFollowersIsSaid() {
        assertThatThrownBy(() -> Graph.powerLaw(10, 75, 100, 1)).hasMessageContaining("take more");
    }

    private static IntStream followers(Graph graph) {
        return IntStream.range(0, graph.people()).map(graph::followersOf);
    }
}
