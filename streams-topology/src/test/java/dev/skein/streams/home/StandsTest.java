package dev.skein.streams.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandsTest {
    private static final Relation STRANGERS = new Relation(0L, false, false, false, 0L);

    /** Few ids, so that many meet in the table and are changed again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20, 200, 3_000})
    void itSaysWhatAMapOfTheRelationsSays(int people) {
        SplittableRandom random = new SplittableRandom(people);
        long[] ids = random.longs(people, 1, Long.MAX_VALUE).distinct().toArray();
        Map<Long, Relation> relations = new HashMap<>();
        Stands.Builder builder = new Stands.Builder();
        for (int i = 0; i < ids.length; i += 2) {
            relations.put(ids[i], relation(random));
            builder.add(ids[i], relations.get(ids[i]));
        }
        Stands stands = builder.build();
        requireSame(stands, relations, ids);

        for (int change = 0; change < 100; change++) {
            long other = ids[random.nextInt(ids.length)];
            Relation relation = random.nextInt(4) == 0 ? null : relation(random);
            relations.put(other, relation == null ? STRANGERS : relation);
            stands = stands.with(other, relation);
            requireSame(stands, relations, ids);
        }
    }

    private static Relation relation(SplittableRandom random) {
        return new Relation(random.nextLong(2), random.nextInt(4) == 0, false, false, 0L);
    }

    private static void requireSame(Stands stands, Map<Long, Relation> relations, long[] ids) {
        stands.near();
        int known = 0;
        Set<Long> followees = new HashSet<>();
        for (long id : ids) {
            Relation relation = relations.getOrDefault(id, STRANGERS);
            boolean follows = RelationRules.follows(relation);
            boolean hides = RelationRules.hides(relation);
            assertThat(stands.follows(id)).isEqualTo(follows);
            assertThat(stands.hides(id)).isEqualTo(hides);
            assertThat(stands.shows(id)).isEqualTo(follows && !hides);
            assertThat(stands.to(id) == null).isEqualTo(!follows && !hides);
            known += follows || hides ? 1 : 0;
            if (follows) {
                followees.add(id);
            }
        }
        assertThat(stands.follows(Body.NOBODY)).isFalse();
        assertThat(stands.size()).isEqualTo(known + 1);
        Set<Long> told = new HashSet<>();
        stands.forEachFollowee(followee -> assertThat(told.add(followee)).isTrue());
        assertThat(told).isEqualTo(followees);
    }
}
