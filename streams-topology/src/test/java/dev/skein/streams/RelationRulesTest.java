package dev.skein.streams;

import static dev.skein.streams.Given.follow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.store.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelationRulesTest {
    private static final long ADA = Given.user(1);
    private static final long BOB = Given.user(2);

    @Test
    void aFollowCountsUntilItIsTakenBack() {
        Relation following = after(follow(FollowEventKind.FOLLOW, ADA, BOB, 10));
        Relation unfollowed =
                after(follow(FollowEventKind.FOLLOW, ADA, BOB, 10), follow(FollowEventKind.UNFOLLOW, ADA, BOB, 11));

        assertThat(RelationRules.follows(following)).isTrue();
        assertThat(RelationRules.follows(unfollowed)).isFalse();
        assertThat(RelationRules.strangers(unfollowed)).isTrue();
    }

    @Test
    void aBlockEndsTheFollowAndUnblockingDoesNotBringItBack() {
        Relation blocked =
                after(follow(FollowEventKind.FOLLOW, ADA, BOB, 10), follow(FollowEventKind.BLOCK, BOB, ADA, 20));
        Relation unblocked = RelationRules.byOther(blocked, follow(FollowEventKind.UNBLOCK, BOB, ADA, 30));

        assertThat(RelationRules.follows(blocked)).isFalse();
        assertThat(RelationRules.follows(unblocked)).isFalse();
    }

    @Test
    void aFollowWhileBlockedIsRefusedAndOneAfterwardsCounts() {
        Relation refused = after(
                follow(FollowEventKind.BLOCK, BOB, ADA, 20),
                follow(FollowEventKind.FOLLOW, ADA, BOB, 25),
                follow(FollowEventKind.UNBLOCK, BOB, ADA, 30));
        Relation accepted = RelationRules.byActor(refused, follow(FollowEventKind.FOLLOW, ADA, BOB, 35));

        assertThat(RelationRules.follows(refused)).isFalse();
        assertThat(RelationRules.follows(accepted)).isTrue();
    }

    @Test
    void unblockingWhomOneDoesNotBlockEndsNoFollow() {
        Relation relation = after(
                follow(FollowEventKind.FOLLOW, ADA, BOB, 10),
                follow(FollowEventKind.UNBLOCK, ADA, BOB, 20),
                follow(FollowEventKind.UNBLOCK, BOB, ADA, 21));

        assertThat(RelationRules.follows(relation)).isTrue();
    }

    @Test
    void mutingChangesNothingAboutFollowing() {
        Relation relation =
                after(follow(FollowEventKind.FOLLOW, ADA, BOB, 10), follow(FollowEventKind.MUTE, ADA, BOB, 11));

        assertThat(RelationRules.follows(relation)).isTrue();
        assertThat(relation.getMuting()).isTrue();
    }

    @Test
    void twoPeoplesEventsComeToTheSameHoweverTheyInterleave() {
        Random random = new Random(20260501);
        for (int round = 0; round < 2_000; round++) {
            // Given what each did, in the order in which each did it, at times that never repeat.
            List<FollowEvent> adas = new ArrayList<>();
            List<FollowEvent> bobs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                FollowEventKind kind = Given.any(random, FollowEventKind.values());
                boolean ada = random.nextBoolean();
                (ada ? adas : bobs).add(follow(kind, ada ? ADA : BOB, ada ? BOB : ADA, 10 + i));
            }
            // When they arrive in two orders, and in the order of time.
            Relation one = interleave(adas, bobs, random);
            Relation two = interleave(adas, bobs, random);
            // Then the edge is the same.
            assertThat(two).as("seed 20260501, round %d", round).isEqualTo(one);
        }
    }

    private static Relation interleave(List<FollowEvent> adas, List<FollowEvent> bobs, Random random) {
        List<FollowEvent> merged = new ArrayList<>();
        int a = 0;
        int b = 0;
        while (a < adas.size() || b < bobs.size()) {
            if (b == bobs.size() || (a < adas.size() && random.nextBoolean())) {
                merged.add(adas.get(a++));
            } else {
                merged.add(bobs.get(b++));
            }
        }
        return after(merged.toArray(FollowEvent[]::new));
    }

    private static Relation after(FollowEvent... events) {
        @Nullable Relation relation = null;
        for (FollowEvent event : events) {
            relation = event.getActorId() == ADA
                    ? RelationRules.byActor(relation, event)
                    : RelationRules.byOther(relation, event);
        }
        return relation == null ? new Relation(0L, false, false, false, 0L) : relation;
    }
}
