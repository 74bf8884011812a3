package dev.skein.streams.engagement;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.deleted;
import static dev.skein.streams.Given.edited;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.posted;
import static dev.skein.streams.Given.retweet;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.store.EngagementSums;
import dev.skein.schemas.store.ReactionKind;
import dev.skein.schemas.store.TweetSum;
import dev.skein.schemas.store.UserCounts;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.Given;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologyDriver;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngagementTopologyTest {
    private static final long ADA = user(1);
    private static final long BOB = user(2);
    private static final long CLEO = user(3);
    private static final long TWEET = idAt(ADA, NOON);

    private final TopologyDriver driver = new TopologyDriver(EngagementTopology::build, NOON);
    private long now = NOON;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void itsShapeIsTheOneThatIsWrittenDown() {
        TopologyDocument.check("engagement", EngagementTopology::build);
    }

    @Test
    void aLikeCountsOncePerPersonHoweverOftenItIsTold() {
        react(ReactionEventKind.LIKE, BOB);
        react(ReactionEventKind.LIKE, BOB);
        react(ReactionEventKind.LIKE, CLEO);

        assertThat(engagement()).isEqualTo(new Engagement(2L, 0L, 0L, 0L, 0L));
        assertThat(driver.all(Stores.LIKERS)).extracting(entry -> entry.value).containsExactly(BOB, CLEO);
    }

    @Test
    void aLikeReplacesADislikeAndTheReverse() {
        react(ReactionEventKind.DISLIKE, BOB);
        react(ReactionEventKind.LIKE, BOB);
        assertThat(engagement()).isEqualTo(new Engagement(1L, 0L, 0L, 0L, 0L));

        react(ReactionEventKind.DISLIKE, BOB);
        assertThat(engagement()).isEqualTo(new Engagement(0L, 1L, 0L, 0L, 0L));
        assertThat(driver.store(Stores.REACTIONS).get(new IdPair(BOB, TWEET)).getKind())
                .isEqualTo(ReactionKind.DISLIKE);
        assertThat(driver.all(Stores.LIKERS)).isEmpty();
    }

    @Test
    void undoingWhatIsNotThereChangesNothing() {
        react(ReactionEventKind.UNLIKE, BOB);
        react(ReactionEventKind.DISLIKE, BOB);
        react(ReactionEventKind.UNLIKE, BOB);

        assertThat(engagement()).isEqualTo(new Engagement(0L, 1L, 0L, 0L, 0L));
    }

    @Test
    void countsGoOutUnderTheTweetsId() {
        react(ReactionEventKind.LIKE, BOB);
        react(ReactionEventKind.UNLIKE, BOB);

        List<TestRecord<Long, Engagement>> records = driver.read(Topics.ENGAGEMENT);
        assertThat(records).extracting(TestRecord::key).containsOnly(TWEET);
        assertThat(records).extracting(record -> record.value().getLikes()).containsExactly(1L, 0L);
    }

    @Test
    void aSecondRetweetWhileOneStandsChangesNothingAndAnUndoneOneStaysUndone() {
        long first = idAt(BOB, NOON + 1);
        driver.pipe(Topics.RETWEETS, BOB, retweet(RetweetEventKind.RETWEETED, first, BOB, TWEET), NOON);
        driver.pipe(Topics.RETWEETS, BOB, retweet(RetweetEventKind.RETWEETED, idAt(BOB, NOON + 2), BOB, TWEET), NOON);
        assertThat(engagement()).isEqualTo(new Engagement(0L, 0L, 1L, 0L, 0L));
        assertThat(driver.store(Stores.RETWEETED).get(new IdPair(BOB, TWEET))).isEqualTo(first);

        driver.pipe(Topics.RETWEETS, BOB, retweet(RetweetEventKind.UNDONE, idAt(BOB, NOON + 3), BOB, TWEET), NOON);
        driver.pipe(Topics.RETWEETS, BOB, retweet(RetweetEventKind.RETWEETED, first, BOB, TWEET), NOON);
        assertThat(engagement()).isEqualTo(new Engagement(0L, 0L, 0L, 0L, 0L));
        assertThat(driver.all(Stores.RETWEETERS)).isEmpty();

        driver.pipe(Topics.RETWEETS, BOB, retweet(RetweetEventKind.RETWEETED, idAt(BOB, NOON + 4), BOB, TWEET), NOON);
        assertThat(engagement()).isEqualTo(new Engagement(0L, 0L, 1L, 0L, 0L));
    }

    @Test
    void aReplyAndAQuoteCountOnceAndAreTakenBackWhenDeleted() {
        long reply = idAt(BOB, NOON + 1);
        post(tweet(reply, BOB).setInReplyTo(TWEET).setQuoteOf(TWEET));
        post(tweet(reply, BOB).setInReplyTo(TWEET).setQuoteOf(TWEET));
        driver.pipe(Topics.TWEETS, reply, edited(tweet(reply, BOB).setInReplyTo(TWEET), idAt(BOB, NOON + 2)), NOON);
        assertThat(engagement()).isEqualTo(new Engagement(0L, 0L, 0L, 1L, 1L));
        assertThat(driver.store(Stores.REPLIES).get(new IdPair(TWEET, reply))).isEqualTo(BOB);
        assertThat(counts(BOB)).isEqualTo(new UserCounts(0L, 0L, 1L));

        delete(reply, BOB);
        delete(reply, BOB);
        assertThat(engagement()).isEqualTo(new Engagement(0L, 0L, 0L, 0L, 0L));
        assertThat(counts(BOB)).isEqualTo(new UserCounts(0L, 0L, 0L));
    }

    @Test
    void aDeletionWinsOverAPostThatArrivesLater() {
        long reply = idAt(BOB, NOON + 1);
        delete(reply, BOB);
        post(tweet(reply, BOB).setInReplyTo(TWEET));

        assertThat(engagement()).isNull();
        assertThat(counts(BOB)).isNull();
    }

    @Test
    void whomTheAuthorBlocksAddsNoReactionReplyOrQuoteButMayTakeBack() {
        post(tweet(TWEET, ADA));
        react(ReactionEventKind.LIKE, BOB);
        follow(FollowEventKind.BLOCK, ADA, BOB);
        long reply = idAt(BOB, NOON + 1);
        post(tweet(reply, BOB).setInReplyTo(TWEET).setQuoteOf(TWEET));
        assertThat(engagement()).isEqualTo(new Engagement(1L, 0L, 0L, 0L, 0L));

        react(ReactionEventKind.DISLIKE, BOB);
        delete(reply, BOB);
        assertThat(engagement()).isEqualTo(new Engagement(0L, 0L, 0L, 0L, 0L));
    }

    @Test
    void theBlockedOnesLikeIsDroppedThoughTheTweetIsNotKnownYet() {
        follow(FollowEventKind.BLOCK, ADA, BOB);
        driver.pipe(Topics.LIKES, BOB, new ReactionEvent(ReactionEventKind.LIKE, BOB, TWEET, ADA, NOON), NOON);

        assertThat(engagement()).isNull();
    }

    @Test
    void wherePeopleKnowWhoWroteItTheirShardSumsUpAndWhomTheAuthorBlocksAddsNothing() {
        reactKnowing(ReactionEventKind.LIKE, BOB, NOON + 1);
        reactKnowing(ReactionEventKind.LIKE, CLEO, NOON + 2);
        reactKnowing(ReactionEventKind.LIKE, CLEO, NOON + 3);
        assertThat(engagement()).isEqualTo(new Engagement(2L, 0L, 0L, 0L, 0L));
        assertThat(driver.all(Stores.LIKERS)).extracting(entry -> entry.value).containsExactly(BOB, CLEO);

        follow(FollowEventKind.BLOCK, ADA, BOB);
        reactKnowing(ReactionEventKind.DISLIKE, BOB, NOON + 4);
        assertThat(engagement()).isEqualTo(new Engagement(1L, 0L, 0L, 0L, 0L));
        assertThat(driver.all(Stores.LIKERS)).extracting(entry -> entry.value).containsExactly(CLEO);
        reactKnowing(ReactionEventKind.UNDISLIKE, BOB, NOON + 5);
        reactKnowing(ReactionEventKind.DISLIKE, CLEO, NOON + 6);
        assertThat(engagement()).isEqualTo(new Engagement(0L, 1L, 0L, 0L, 0L));
        assertThat(driver.all(InnerStores.DISLIKERS)).isEmpty();
    }

    @Test
    void whoRetweetsIsListedInTheOrderOfTheRetweets() {
        for (long person : List.of(CLEO, BOB, ADA)) {
            long at = now++;
            driver.pipe(
                    Topics.RETWEETS, person, retweet(RetweetEventKind.RETWEETED, idAt(person, at), person, TWEET), at);
        }

        assertThat(driver.all(Stores.RETWEETERS))
                .extracting(entry -> entry.value)
                .containsExactly(CLEO, BOB, ADA);
    }

    @Test
    void whatManyDoWithATweetBetweenTwoCommitsIsOneSumInOneRecord() {
        List<Record<Long, EngagementSums>> sent = new ArrayList<>();
        OutgoingSums outgoing = new OutgoingSums(8, sent::add);
        for (int person = 1; person <= 1_000; person++) {
            outgoing.liked(TWEET, user(person), person, false, NOON + person);
            outgoing.liked(TWEET, user(person), person, true, NOON + person);
            outgoing.disliked(TWEET, false, NOON + person);
        }
        outgoing.flush();
        outgoing.flush();

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).key()).isEqualTo(Id.partition(TWEET, 8));
        assertThat(sent.get(0).timestamp()).isEqualTo(NOON + 1_000);
        TweetSum sum = sent.get(0).value().getTweets().get(0);
        assertThat(List.of(sum.getLikes(), sum.getDislikes(), sum.getRetweets()))
                .containsExactly(0L, 1_000L, 0L);
        assertThat(sum.getLikers()).hasSize(2_000);
    }

    private void reactKnowing(ReactionEventKind kind, long user, long at) {
        driver.pipe(Topics.LIKES, user, new ReactionEvent(kind, user, TWEET, ADA, at), at);
    }

    @Test
    void aFollowCountsOnBothSidesAndABlockEndsItBothWays() {
        follow(FollowEventKind.FOLLOW, ADA, BOB);
        follow(FollowEventKind.FOLLOW, ADA, BOB);
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        assertThat(counts(ADA)).isEqualTo(new UserCounts(1L, 1L, 0L));
        assertThat(counts(BOB)).isEqualTo(new UserCounts(1L, 1L, 0L));

        follow(FollowEventKind.BLOCK, BOB, ADA);
        follow(FollowEventKind.FOLLOW, ADA, BOB);
        assertThat(counts(ADA)).isEqualTo(new UserCounts(0L, 0L, 0L));
        assertThat(counts(BOB)).isEqualTo(new UserCounts(0L, 0L, 0L));

        follow(FollowEventKind.UNBLOCK, BOB, ADA);
        follow(FollowEventKind.FOLLOW, ADA, BOB);
        assertThat(counts(ADA)).isEqualTo(new UserCounts(0L, 1L, 0L));
        assertThat(counts(BOB)).isEqualTo(new UserCounts(1L, 0L, 0L));
    }

    @Test
    void whatContradictsItselfGoesToTheDeadLettersAndItsNeighboursCount() {
        driver.pipe(Topics.LIKES, BOB, new ReactionEvent(ReactionEventKind.LIKE, CLEO, TWEET, ADA, NOON), NOON);
        driver.pipe(Topics.FOLLOWS, BOB, Given.follow(FollowEventKind.BLOCK, BOB, BOB, NOON), NOON);
        post(tweet(TWEET, ADA));
        driver.pipe(Topics.TWEETS, TWEET, deleted(tweet(TWEET, user(1 + 1024)), TWEET + 1024), NOON);
        react(ReactionEventKind.LIKE, BOB);

        assertThat(driver.deadLetters())
                .containsExactly(
                        "userId is not the key",
                        "nobody follows, blocks or mutes themselves",
                        "the tweet is somebody else's");
        assertThat(engagement()).isEqualTo(new Engagement(1L, 0L, 0L, 0L, 0L));
        assertThat(counts(ADA)).isEqualTo(new UserCounts(0L, 0L, 1L));
    }

    private @Nullable Engagement engagement() {
        return driver.store(Stores.ENGAGEMENT).get(TWEET);
    }

    private @Nullable UserCounts counts(long user) {
        return driver.store(Stores.USER_COUNTS).get(user);
    }

    private void react(ReactionEventKind kind, long user) {
        driver.pipe(Topics.LIKES, user, new ReactionEvent(kind, user, TWEET, null, now), now++);
    }

    private void follow(FollowEventKind kind, long actor, long target) {
        driver.pipe(Topics.FOLLOWS, actor, Given.follow(kind, actor, target, now), now++);
    }

    private void post(Tweet.Builder tweet) {
        driver.pipe(Topics.TWEETS, tweet.getId(), posted(tweet), now++);
    }

    private void delete(long tweet, long author) {
        driver.pipe(Topics.TWEETS, tweet, deleted(tweet(tweet, author), idAt(author, NOON + 500)), now++);
    }
}
