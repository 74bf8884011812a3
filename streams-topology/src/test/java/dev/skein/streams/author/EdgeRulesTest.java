package dev.skein.streams.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.streams.Given;
import dev.skein.streams.author.EdgeRules.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeRulesTest {
    private static final long FOLLOWER = Given.user(1);
    private static final long FOLLOWEE = Given.user(2);

    @Test
    void aFollowIsAllThatIsKeptOfPeopleWhoNeverBlocked() {
        Edge edge = EdgeRules.byFollower(EdgeRules.NONE, event(FollowEventKind.FOLLOW, FOLLOWER, 5));

        assertThat(edge).isEqualTo(new Edge(5L, null));
        assertThat(EdgeRules.byFollower(edge, event(FollowEventKind.UNFOLLOW, FOLLOWER, 6)))
                .isEqualTo(EdgeRules.NONE);
    }

    @Test
    void aFollowThatOvertakesTheUnblockingBeforeItCountsWhenThatArrives() {
        Edge blocked = EdgeRules.byFollowee(EdgeRules.NONE, event(FollowEventKind.BLOCK, FOLLOWEE, 1));
        FollowEvent unblocking = event(FollowEventKind.UNBLOCK, FOLLOWEE, 2);

        Edge early = EdgeRules.byFollower(blocked, event(FollowEventKind.FOLLOW, FOLLOWER, 3));
        Edge end = EdgeRules.byFollowee(early, unblocking);

        assertThat(early.stands()).isFalse();
        assertThat(end.since()).isEqualTo(3);
        assertThat(EdgeRules.backfills(early, end, unblocking)).isTrue();
    }

    /** Each one's events keep their order; how the two mix must not matter, nor hearing the last of them again. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyMixtureOfTwoPeoplesEventsComesToTheSame(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<FollowEvent> mine = new ArrayList<>();
            List<FollowEvent> theirs = new ArrayList<>();
            for (int at = 1; at <= 12; at++) {
                boolean byFollower = random.nextInt(3) > 0;
                FollowEventKind kind = byFollower
                        ? List.of(
                                        FollowEventKind.FOLLOW,
                                        FollowEventKind.FOLLOW,
                                        FollowEventKind.UNFOLLOW,
                                        FollowEventKind.BLOCK,
                                        FollowEventKind.UNBLOCK)
                                .get(random.nextInt(5))
                        : random.nextBoolean() ? FollowEventKind.BLOCK : FollowEventKind.UNBLOCK;
                (byFollower ? mine : theirs).add(event(kind, byFollower ? FOLLOWER : FOLLOWEE, at));
            }

            Edge expected = mixed(mine, theirs, new Random(0));
            for (int i = 0; i < 10; i++) {
                assertThat(mixed(mine, theirs, random)).isEqualTo(expected);
            }
        }
    }

    private static Edge mixed(List<FollowEvent> mine, List<FollowEvent> theirs, Random random) {
        Edge edge = EdgeRules.NONE;
        int m = 0;
        int t = 0;
        while (m < mine.size() || t < theirs.size()) {
            boolean next = t == theirs.size() || (m < mine.size() && random.nextBoolean());
            edge = next ? EdgeRules.byFollower(edge, mine.get(m++)) : EdgeRules.byFollowee(edge, theirs.get(t++));
        }
        for (FollowEvent again : mine.subList(random.nextInt(mine.size() + 1), mine.size())) {
            edge = EdgeRules.byFollower(edge, again);
        }
        return edge;
    }

    private static FollowEvent event(FollowEventKind kind, long actor, long at) {
        return new FollowEvent(kind, actor, actor == FOLLOWER ? FOLLOWEE : FOLLOWER, at);
    }
}
