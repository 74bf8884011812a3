package dev.skein.streams.engagement;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.retweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.streams.TopologyDriver;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies in memory of marks and counts. */
class MarksTest {
    private static final long ADA = user(1);
    private static final long BOB = user(2);
    private static final long TWEET = idAt(ADA, NOON);

    private final TopologyDriver driver = new TopologyDriver(EngagementTopology::build, NOON);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void whatIsInMemoryChangesWithTheStores() {
        // Given that both were read while there was nothing
        assertThat(marks().likes(TWEET)).isFalse();
        assertThat(counts(TWEET)).isEqualTo(CountRules.NO_ENGAGEMENT);

        react(ReactionEventKind.LIKE, TWEET);
        assertThat(marks().likes(TWEET)).isTrue();
        assertThat(counts(TWEET).getLikes()).isEqualTo(1);

        react(ReactionEventKind.DISLIKE, TWEET);
        driver.pipe(Topics.RETWEETS, BOB, retweet(RetweetEventKind.RETWEETED, idAt(BOB, NOON + 1), BOB, TWEET), NOON);
        assertThat(marks().likes(TWEET)).isFalse();
        assertThat(marks().dislikes(TWEET)).isTrue();
        assertThat(marks().retweeted(TWEET)).isTrue();
        assertThat(counts(TWEET)).isEqualTo(new Engagement(0L, 1L, 1L, 0L, 0L));

        react(ReactionEventKind.UNDISLIKE, TWEET);
        driver.pipe(Topics.RETWEETS, BOB, retweet(RetweetEventKind.UNDONE, idAt(BOB, NOON + 2), BOB, TWEET), NOON);
        assertThat(marks().dislikes(TWEET)).isFalse();
        assertThat(marks().retweeted(TWEET)).isFalse();
        assertThat(counts(TWEET)).isEqualTo(CountRules.NO_ENGAGEMENT);
    }

    @Test
    void ofWhoeverLikesMuchTheNewestIsKnownAndTheOtherIsNotGuessed() {
        long oldest = idAt(ADA, NOON);
        long newest = idAt(ADA, NOON + Marks.TWEETS_MAX);
        for (int i = 0; i < Marks.TWEETS_MAX; i++) {
            react(ReactionEventKind.LIKE, idAt(ADA, NOON + i));
        }

        // As many as there is room for
        assertThat(marks().knows(0)).isTrue();
        assertThat(marks().likes(oldest)).isTrue();

        // One more while they are in memory, and when they are read anew
        react(ReactionEventKind.LIKE, newest);
        assertThat(marks().knows(oldest)).isFalse();
        assertThat(marks().likes(newest)).isTrue();
        cache().overReactions(driver.store(Stores.REACTIONS));
        assertThat(marks().knows(oldest)).isFalse();
        assertThat(marks().knows(idAt(ADA, NOON + 1))).isTrue();
        assertThat(marks().likes(newest)).isTrue();

        // What is not known is not learned of one tweet alone
        react(ReactionEventKind.UNLIKE, oldest);
        assertThat(marks().knows(oldest)).isFalse();
    }

    @Test
    void withoutAStoreNothingIsKnown() {
        assertThat(marks()).isNotNull();

        cache().overRetweeted(null);

        assertThat(cache().of(BOB)).isNull();
    }

    private void react(ReactionEventKind kind, long tweet) {
        driver.pipe(Topics.LIKES, BOB, new ReactionEvent(kind, BOB, tweet, ADA, NOON), NOON);
    }

    private MarkCache cache() {
        return driver.store(Stores.MARKS_IN_MEMORY, MarkCache.class);
    }

    private Marks marks() {
        return Objects.requireNonNull(cache().of(BOB));
    }

    private Engagement counts(long tweet) {
        return Objects.requireNonNull(
                        driver.store(Stores.COUNTS_IN_MEMORY, CountCache.class).of(tweet))
                .now();
    }
}
