package dev.skein.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {
    @Test
    void whoIsRetweetedWithoutHavingSaidAnythingPostsFirst() {
        // When
        Plan plan = Planner.plan(Activities.of("1 2 3 RT"));

        // Then
        assertThat(plan.size()).isEqualTo(2);
        assertThat(plan.kind(0)).isEqualTo(Plan.Kind.ORIGINAL);
        assertThat(plan.actor(0)).isEqualTo(1);
        assertThat(plan.kind(1)).isEqualTo(Plan.Kind.RETWEET);
        assertThat(plan.actor(1)).isEqualTo(0);
        assertThat(plan.target(1)).isEqualTo(plan.tweet(0));
    }

    @Test
    void aSecondRetweetOfTheSamePersonIsOfAnotherTweet() {
        Plan plan = Planner.plan(Activities.of("1 2 3 RT", "1 2 4 RT"));

        assertThat(retweeted(plan)).hasSize(2);
    }

    @Test
    void aRetweetTakesTheNewestTweetThatIsNotYetRetweeted() {
        // Given: 2 says something to 3, and it is retweeted by 1.
        Plan plan = Planner.plan(Activities.of("2 3 1 MT", "1 2 2 RT"));

        // Then
        assertThat(plan.size()).isEqualTo(2);
        assertThat(plan.kind(0)).isEqualTo(Plan.Kind.MENTION);
        assertThat(plan.needs(1)).isEqualTo(plan.tweet(0));
    }

    @Test
    void aReplyAnswersTheNewestTweet() {
        Plan plan = Planner.plan(Activities.of("1 2 1 RE", "3 1 2 RE"));

        assertThat(plan.kind(0)).isEqualTo(Plan.Kind.ORIGINAL);
        assertThat(plan.needs(1)).isEqualTo(plan.tweet(0));
        assertThat(plan.needs(2)).isEqualTo(plan.tweet(1));
    }

    @Test
    void someoneRetweetedByManyPostsNowAndThen() {
        // Given
        String[] lines = IntStream.range(0, 3_200)
                .mapToObj(i -> (i + 10) + " 1 " + i + " RT")
                .toArray(String[]::new);

        // When
        Plan plan = Planner.plan(Activities.of(lines));

        // Then
        assertThat(plan.tweets()).isBetween(60, 140);
    }

    @Test
    void theSameFileMakesTheSamePlan() {
        Plan one = Planner.plan(Activities.of(SampleGenerator.lines().toArray(String[]::new)));
        Plan other = Planner.plan(Activities.of(SampleGenerator.lines().toArray(String[]::new)));

        assertThat(one.size()).isEqualTo(other.size());
        assertThat(IntStream.range(0, one.size()).map(one::target))
                .containsExactly(IntStream.range(0, other.size())
                        .map(other::target)
                        .boxed()
                        .toArray(Integer[]::new));
    }

    @Test
    void nobodyRetweetsATweetTwice() {
        Plan plan = Planner.plan(Activities.of(SampleGenerator.lines().toArray(String[]::new)));
        Set<Long> seen = new HashSet<>();

        for (int call = 0; call < plan.size(); call++) {
            if (plan.kind(call) == Plan.Kind.RETWEET) {
                assertThat(seen.add((long) plan.actor(call) << 32 | plan.target(call)))
                        .isTrue();
            }
        }
    }

    @Test
    void textsAreWithinTheLimitAndHashtagsAreDistinct() {
        for (int call = 0; call < 10_000; call++) {
            String text = Words.text(call, "u123456789", "_ending");
            assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(280);
            assertThat(Words.hashtags(call, "")).doesNotHaveDuplicates();
        }
    }

    private static Set<Integer> retweeted(Plan plan) {
        Set<Integer> tweets = new HashSet<>();
        for (int call = 0; call < plan.size(); call++) {
            if (plan.kind(call) == Plan.Kind.RETWEET) {
                tweets.add(plan.target(call));
            }
        }
        return tweets;
    }
}
