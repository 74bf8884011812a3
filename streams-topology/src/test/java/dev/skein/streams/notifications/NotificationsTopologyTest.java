package dev.skein.streams.notifications;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.deleted;
import static dev.skein.streams.Given.edited;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.posted;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.catalog.Topics;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.notification.NotificationKind;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.streams.Applied;
import dev.skein.streams.Given;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologyDriver;
import dev.skein.streams.TopologySettings;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationsTopologyTest {
    private static final long ADA = user(1);
    private static final long BOB = user(2);
    private static final long TWEET = idAt(ADA, NOON);
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final TopologyDriver driver = new TopologyDriver(NotificationsTopology::build, NOON);
    private long now = NOON;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void itsShapeIsTheOneThatIsWrittenDown() {
        TopologyDocument.check(
                "notifications",
                NotificationsTopology.build(
                        new TopologySettings(8, new Codecs(new InMemorySchemaRegistry()), new Applied())));
    }

    @Test
    void theAuthorHearsOfLikesRetweetsRepliesAndQuotes() {
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.LIKE);
        long retweet = idAt(BOB, NOON + 1);
        retweet(RetweetEventKind.RETWEETED, retweet);
        long reply = idAt(BOB, NOON + 2);
        tell(posted(tweet(reply, BOB).setInReplyTo(TWEET)));
        long quote = idAt(BOB, NOON + 3);
        tell(posted(tweet(quote, BOB).setQuoteOf(TWEET)));

        List<TestRecord<Long, Notification>> told = driver.read(Topics.NOTIFICATIONS);
        assertThat(told).extracting(TestRecord::key).containsOnly(ADA);
        assertThat(told)
                .extracting(TestRecord::value)
                .extracting(
                        Notification::getKind,
                        Notification::getRecipientId,
                        Notification::getActorId,
                        Notification::getTweetId)
                .containsExactly(
                        tuple(NotificationKind.LIKE, ADA, BOB, TWEET),
                        tuple(NotificationKind.RETWEET, ADA, BOB, TWEET),
                        tuple(NotificationKind.REPLY, ADA, BOB, reply),
                        tuple(NotificationKind.QUOTE, ADA, BOB, quote));
    }

    @Test
    void theFolloweeHearsOfAFollowOnce() {
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        follow(FollowEventKind.UNFOLLOW, BOB, ADA);
        follow(FollowEventKind.FOLLOW, BOB, ADA);

        assertThat(kinds()).containsExactly(NotificationKind.FOLLOW);
    }

    @Test
    void aLikeThatIsUndoneAndRedoneIsToldOnceWithinThirtyDays() {
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.LIKE);
        react(ReactionEventKind.UNLIKE);
        react(ReactionEventKind.LIKE);
        now += 20 * DAY;
        react(ReactionEventKind.LIKE);
        assertThat(kinds()).containsExactly(NotificationKind.LIKE);

        now += 11 * DAY;
        react(ReactionEventKind.LIKE);
        assertThat(kinds()).containsExactly(NotificationKind.LIKE);
    }

    @Test
    void eachPersonIsToldOfATweetOnceAndOfAnEditOnlyWhenTheyAreNew() {
        long cleo = user(3);
        long reply = idAt(BOB, NOON + 1);
        tell(posted(tweet(TWEET, ADA)));
        tell(posted(tweet(reply, BOB).setInReplyTo(TWEET).setMentions(List.of(mention(ADA)))));
        tell(edited(
                tweet(reply, BOB).setInReplyTo(TWEET).setMentions(List.of(mention(ADA), mention(cleo))),
                idAt(BOB, NOON + 2)));

        assertThat(driver.read(Topics.NOTIFICATIONS))
                .extracting(TestRecord::key, record -> record.value().getKind())
                .containsExactly(tuple(ADA, NotificationKind.REPLY), tuple(cleo, NotificationKind.MENTION));
    }

    @Test
    void nobodyHearsOfWhatTheyDoThemselves() {
        tell(posted(tweet(TWEET, ADA).setMentions(List.of(mention(ADA)))));
        driver.pipe(Topics.LIKES, ADA, Given.reaction(ReactionEventKind.LIKE, ADA, TWEET, now), now);
        tell(posted(tweet(idAt(ADA, NOON + 1), ADA).setInReplyTo(TWEET)));

        assertThat(kinds()).isEmpty();
    }

    @Test
    void nobodyHearsOfWhomTheyBlockOrMuteUntilTheyCeaseTo() {
        tell(posted(tweet(TWEET, ADA)));
        follow(FollowEventKind.BLOCK, ADA, BOB);
        react(ReactionEventKind.LIKE);
        follow(FollowEventKind.MUTE, ADA, BOB);
        follow(FollowEventKind.UNBLOCK, ADA, BOB);
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        assertThat(kinds()).isEmpty();

        follow(FollowEventKind.UNMUTE, ADA, BOB);
        react(ReactionEventKind.LIKE);
        assertThat(kinds()).containsExactly(NotificationKind.LIKE);
    }

    @Test
    void whatIsDoneToADeletedTweetConcernsNoOne() {
        tell(posted(tweet(TWEET, ADA)));
        tell(deleted(tweet(TWEET, ADA), idAt(ADA, NOON + 1)));
        tell(posted(tweet(TWEET, ADA).setMentions(List.of(mention(BOB)))));
        react(ReactionEventKind.LIKE);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void dislikesAndUndoingsAreToldNobody() {
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.DISLIKE);
        react(ReactionEventKind.UNDISLIKE);
        retweet(RetweetEventKind.UNDONE, idAt(BOB, NOON + 1));

        assertThat(kinds()).isEmpty();
    }

    private List<NotificationKind> kinds() {
        return driver.read(Topics.NOTIFICATIONS).stream()
                .map(record -> record.value().getKind())
                .toList();
    }

    private static Mention mention(long user) {
        return new Mention(user, "user" + user);
    }

    private void tell(TweetEvent event) {
        driver.pipe(Topics.TWEETS, event.getTweet().getId(), event, now++);
    }

    private void react(ReactionEventKind kind) {
        driver.pipe(Topics.LIKES, BOB, Given.reaction(kind, BOB, TWEET, now), now++);
    }

    private void retweet(RetweetEventKind kind, long id) {
        driver.pipe(Topics.RETWEETS, BOB, Given.retweet(kind, id, BOB, TWEET), now++);
    }

    private void follow(FollowEventKind kind, long actor, long target) {
        driver.pipe(Topics.FOLLOWS, actor, Given.follow(kind, actor, target, now), now++);
    }
}
