package dev.skein.streams.suggestions;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.follow.Dismissal;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.store.Candidate;
import dev.skein.schemas.store.Candidates;
import dev.skein.streams.Given;
import dev.skein.streams.PlainFollows;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologyDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionsTopologyTest {
    private static final int USERS = 8;
    private static final long ADA = user(1);
    private static final long BOB = user(2);
    private static final long CEM = user(3);
    private static final long DAN = user(4);

    private final TopologyDriver driver = new TopologyDriver(SuggestionsTopology::build, NOON);
    private long now = NOON;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void itsShapeIsTheOneThatIsWrittenDown() {
        TopologyDocument.check("suggestions", SuggestionsTopology::build);
    }

    @Test
    void whomOnesFolloweesFollowIsSuggestedWhoeverWasFirst() {
        follow(BOB, CEM);
        follow(ADA, BOB);
        pass();
        assertThat(candidates(ADA)).isEqualTo(Map.of(CEM, Set.of(BOB)));

        follow(BOB, DAN);
        pass();

        assertThat(candidates(ADA)).isEqualTo(Map.of(CEM, Set.of(BOB), DAN, Set.of(BOB)));
        assertThat(candidates(BOB)).isEmpty();
    }

    @Test
    void whoeverIsFollowedNoMoreSuggestsNobody() {
        follow(ADA, BOB);
        follow(BOB, CEM);
        follow(ADA, DAN);
        follow(DAN, CEM);
        pass();
        act(FollowEventKind.UNFOLLOW, ADA, BOB);
        pass();
        assertThat(candidates(ADA)).isEqualTo(Map.of(CEM, Set.of(DAN)));

        act(FollowEventKind.BLOCK, CEM, DAN);
        pass();
        assertThat(candidates(ADA)).isEmpty();
    }

    @Test
    void manyFollowsInARowAreToldTogether() {
        follow(ADA, BOB);
        for (int number = 10; number < 60; number++) {
            follow(BOB, user(number));
        }
        assertThat(driver.all(InnerStores.PENDING_FOLLOWS)).hasSize(2);

        pass();

        assertThat(candidates(ADA)).hasSize(CandidateRules.TOLD_MAX).containsKey(user(59));
        assertThat(driver.all(InnerStores.PENDING_FOLLOWS)).isEmpty();
    }

    @Test
    void oneStepTellsOfSomePeopleAndTheNextGoesOn() {
        int step1 = TellFollowersProcessor.PEOPLE_PER_STEP_MAX;
        for (int number = 0; number < 2 * step1 + 5; number++) {
            follow(user(10 + number), ADA);
        }
        List<Integer> left = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            driver.pass(TellFollowersProcessor.STEP);
            left.add(driver.all(InnerStores.PENDING_FOLLOWS).size());
        }

        assertThat(left).containsExactly(step1 + 5, 5, 0, 0);
    }

    @Test
    void whoeverHasVeryManyFollowersTellsTheNewest() {
        for (int number = 10; number < 50; number++) {
            follow(user(number), BOB);
        }
        passUntilAllAreTold();

        follow(BOB, CEM);
        passUntilAllAreTold();

        assertThat(candidates(user(24))).isEmpty();
        assertThat(candidates(user(25))).isEqualTo(Map.of(CEM, Set.of(BOB)));
    }

    private void passUntilAllAreTold() {
        while (!driver.all(InnerStores.PENDING_FOLLOWS).isEmpty()
                || !driver.all(InnerStores.STALE_CANDIDATES).isEmpty()) {
            pass();
        }
    }

    @Test
    void theBestRemainWhenThereAreTooMany() {
        List<Long> some =
                LongStream.rangeClosed(1, CandidateRules.KEPT_MAX + 5).boxed().toList();

        List<Candidate> best = CandidateRules.best(
                ADA, Map.of(BOB, some, CEM, List.of(1L, 2L, 3L), DAN, List.of(ADA, 1_000L)), List.of(2L));

        assertThat(best).hasSize(CandidateRules.KEPT_MAX);
        assertThat(best.subList(0, 4)).extracting(Candidate::getId).containsExactly(3L, 1L, 1_000L, 105L);
        assertThat(best)
                .extracting(Candidate::getId)
                .doesNotContain(ADA, 2L, 4L, 8L)
                .endsWith(9L);
    }

    @Test
    void onlyTheNewestFolloweesSuggestOthers() {
        int followees = CandidateRules.FOLLOWEES_MAX + 1;
        for (int number = 0; number < followees; number++) {
            follow(user(100 + number), user(200 + number));
            follow(ADA, user(100 + number));
        }
        pass();

        assertThat(candidates(ADA)).hasSize(followees - 1).doesNotContainKey(user(200));
    }

    @Test
    void whoWasDismissedIsRemembered() {
        driver.pipe(Topics.DISMISSALS, ADA, new Dismissal(ADA, BOB, now), now);
        driver.pipe(Topics.DISMISSALS, ADA, new Dismissal(BOB, ADA, now), now);

        assertThat(driver.store(Stores.DISMISSED).get(new IdPair(ADA, BOB))).isEqualTo(now);
        assertThat(driver.deadLetters()).containsExactly("userId is not the key");
    }

    /** Below the bounds everybody's candidates are exactly the followees of their followees. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverHappensCandidatesAreTheFolloweesOfFollowees(long seed) {
        Random random = new Random(seed);
        PlainFollows people = new PlainFollows();
        for (int i = 1; i <= 1_200; i++) {
            long actor = user(1 + random.nextInt(USERS));
            long target = user(1 + random.nextInt(USERS));
            if (actor == target) {
                continue;
            }
            FollowEventKind kind =
                    random.nextBoolean() ? FollowEventKind.FOLLOW : Given.any(random, FollowEventKind.values());
            people.apply(kind, actor, target);
            act(kind, actor, target);
            if (random.nextInt(4) == 0) {
                now--;
                act(kind, actor, target);
            }
            if (random.nextInt(5) == 0) {
                pass();
            }
            if (i % 40 == 0) {
                pass();
                for (int number = 1; number <= USERS; number++) {
                    assertThat(candidates(user(number)))
                            .as("seed %d, step %d, user %d", seed, i, number)
                            .isEqualTo(followeesOfFollowees(people.follows, user(number)));
                }
            }
        }
    }

    private static Map<Long, Set<Long>> followeesOfFollowees(Set<IdPair> follows, long person) {
        Map<Long, Set<Long>> all = new HashMap<>();
        for (IdPair first : follows) {
            for (IdPair second : follows) {
                if (first.first() == person && second.first() == first.second() && second.second() != person) {
                    all.computeIfAbsent(second.second(), id -> new HashSet<>()).add(first.second());
                }
            }
        }
        return all;
    }

    private Map<Long, Set<Long>> candidates(long person) {
        Candidates known = driver.store(Stores.CANDIDATES).get(person);
        Map<Long, Set<Long>> all = new HashMap<>();
        if (known != null) {
            known.getCandidates().forEach(candidate -> all.put(candidate.getId(), new HashSet<>(candidate.getVias())));
        }
        return all;
    }

    private void follow(long actor, long target) {
        act(FollowEventKind.FOLLOW, actor, target);
    }

    private void act(FollowEventKind kind, long actor, long target) {
        driver.pipe(Topics.FOLLOWS, actor, Given.follow(kind, actor, target, now), now++);
    }

    /** Followers are told, and what they were told is counted, whichever comes first. */
    private void pass() {
        driver.pass(TellFollowersProcessor.STEP);
        driver.pass(CandidateProcessor.STEP);
    }
}
