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

import dev.skein.catalog.DeedKey;
import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.notification.NotificationKind;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.store.NotificationGroup;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.streams.Given;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologyDriver;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
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
        TopologyDocument.check("notifications", NotificationsTopology::build);
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
        now += 29 * DAY;
        react(ReactionEventKind.LIKE);
        assertThat(kinds()).containsExactly(NotificationKind.LIKE);

        now += 32 * DAY;
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
    void whatComesBeforeItsTweetIsToldOnceTheTweetIsThere() {
        long early = idAt(BOB, NOON + 1);
        retweet(RetweetEventKind.RETWEETED, early);
        assertThat(kinds()).isEmpty();
        tell(posted(tweet(TWEET, ADA)));
        assertThat(kinds()).containsExactly(NotificationKind.RETWEET);

        // But not what was undone meanwhile, nor after a long time
        long another = idAt(ADA, NOON + 2);
        retweet(RetweetEventKind.RETWEETED, early, another);
        retweet(RetweetEventKind.UNDONE, idAt(BOB, NOON + 4), another);
        tell(posted(tweet(another, ADA)));
        long never = idAt(ADA, NOON + 3);
        retweet(RetweetEventKind.RETWEETED, early, never);
        driver.pass(Duration.ofMinutes(2));
        assertThat(driver.all(InnerStores.EARLY_DEEDS)).isEmpty();
        tell(posted(tweet(never, ADA)));
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

    @Test
    void whoDoesTheSameJoinsAGroupThatMovesUp() {
        long cleo = user(3);
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.LIKE);
        follow(FollowEventKind.FOLLOW, cleo, ADA);
        assertThat(shown()).containsExactly("FOLLOW 1 [3]", "LIKE 1 [2]");

        react(cleo, ReactionEventKind.LIKE);

        assertThat(shown()).containsExactly("LIKE 2 [3, 2]", "FOLLOW 1 [3]");
    }

    @Test
    void whatWasReadDoesNotGrow() {
        long cleo = user(3);
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.LIKE);
        read(newestPlace());

        react(cleo, ReactionEventKind.LIKE);

        assertThat(shown()).containsExactly("LIKE 1 [3]", "LIKE 1 [2]");
        assertThat(unread()).isEqualTo(1);
    }

    @Test
    void whatIsUndoneIsWithdrawnAndComesBackWhereItWas() {
        long cleo = user(3);
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.LIKE);
        react(cleo, ReactionEventKind.LIKE);
        read(newestPlace());
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        follow(FollowEventKind.UNFOLLOW, BOB, ADA);
        react(ReactionEventKind.DISLIKE);
        assertThat(shown()).containsExactly("LIKE 1 [3]");

        follow(FollowEventKind.FOLLOW, BOB, ADA);
        react(ReactionEventKind.LIKE);

        assertThat(shown()).containsExactly("FOLLOW 1 [2]", "LIKE 2 [3, 2]");
        assertThat(unread()).isEqualTo(1);
    }

    @Test
    void whatConcernsADeletedTweetVanishes() {
        long reply = idAt(BOB, NOON + 5);
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.LIKE);
        read(newestPlace());
        react(user(3), ReactionEventKind.LIKE);
        tell(posted(tweet(reply, BOB).setInReplyTo(TWEET).setMentions(List.of(mention(user(4))))));
        assertThat(shown()).hasSize(4);

        tell(deleted(tweet(TWEET, ADA), idAt(ADA, NOON + 20)));
        assertThat(shown()).containsExactlyInAnyOrder("MENTION 1 [2]", "REPLY 1 [2]");

        tell(deleted(tweet(reply, BOB).setInReplyTo(TWEET), idAt(BOB, NOON + 21)));
        assertThat(shown()).isEmpty();
    }

    @Test
    void anEditThatNamesSomebodyNoLongerTakesTheMentionBack() {
        long tweet = idAt(BOB, NOON);
        tell(posted(tweet(tweet, BOB).setMentions(List.of(mention(ADA)))));
        tell(edited(tweet(tweet, BOB).setMentions(List.of(mention(user(3)))), idAt(BOB, NOON + 1)));
        // What it was before comes again, late.
        tell(posted(tweet(tweet, BOB).setMentions(List.of(mention(ADA)))));

        assertThat(groups()).extracting(each -> each.key.recipient()).containsExactly(user(3));
        assertThat(kinds()).containsExactly(NotificationKind.MENTION, NotificationKind.MENTION);
    }

    @Test
    void whomOneBlocksOrMutesIsTakenOutOfWhatOneWasTold() {
        long cleo = user(3);
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.LIKE);
        react(cleo, ReactionEventKind.LIKE);
        follow(FollowEventKind.FOLLOW, BOB, ADA);

        follow(FollowEventKind.MUTE, ADA, BOB);
        assertThat(shown()).containsExactly("LIKE 1 [3]");

        follow(FollowEventKind.BLOCK, ADA, cleo);
        assertThat(shown()).isEmpty();
    }

    @Test
    void whoBlocksOneDoesNotFollowOneAnyMore() {
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        follow(FollowEventKind.BLOCK, BOB, ADA);
        follow(FollowEventKind.FOLLOW, BOB, ADA);

        assertThat(shown()).isEmpty();
    }

    @Test
    void aThousandLikesAreOneGroupOfTenNamesAndANumber() {
        tell(posted(tweet(TWEET, ADA)));
        for (int number = 10; number < 1_010; number++) {
            react(user(number), ReactionEventKind.LIKE);
        }

        assertThat(shown()).containsExactly("LIKE 1000 [1009, 1008, 1007, 1006, 1005, 1004, 1003, 1002, 1001, 1000]");
        assertThat(driver.read(Topics.NOTIFICATIONS)).hasSize(1_000);
    }

    @Test
    void onlyTheNewestGroupsOfAPersonAreKept() {
        for (int i = 0; i <= Notified.KEPT_MAX; i++) {
            tell(posted(tweet(idAt(BOB, NOON + i), BOB).setMentions(List.of(mention(ADA)))));
        }
        List<NotificationGroup> kept = groups().stream().map(each -> each.value).toList();

        assertThat(kept).hasSize(Notified.KEPT_MIN);
        assertThat(Id.millis(kept.get(kept.size() - 1).getPlace())).isEqualTo(NOON + Notified.KEPT_MAX + 1 - 500);
        assertThat(driver.store(Stores.INBOXES).get(ADA).getGroups()).isEqualTo(Notified.KEPT_MIN);
    }

    @Test
    void nothingIsKeptForWhoLeft() {
        tell(posted(tweet(TWEET, ADA)));
        react(ReactionEventKind.LIKE);
        read(newestPlace());

        driver.pipe(Topics.NOTIFICATION_READS, ADA, null, now);

        assertThat(driver.all(Stores.NOTIFICATION_GROUPS)).isEmpty();
        assertThat(driver.all(Stores.INBOXES)).isEmpty();
    }

    @Test
    void whatIsReadStaysReadWhateverAnOlderDeviceSays() {
        driver.pipe(Topics.NOTIFICATION_READS, ADA, new NotificationsRead(ADA, 20L, now), now);
        driver.pipe(Topics.NOTIFICATION_READS, ADA, new NotificationsRead(ADA, 10L, now), now);
        driver.pipe(Topics.NOTIFICATION_READS, ADA, new NotificationsRead(BOB, 30L, now), now);

        assertThat(driver.store(Stores.INBOXES).get(ADA).getReadUpTo()).isEqualTo(20);
        assertThat(driver.deadLetters()).containsExactly("userId is not the key");
    }

    /** All groups with somebody in them, the newest first. */
    private List<KeyValue<DeedKey, NotificationGroup>> groups() {
        return driver.all(Stores.NOTIFICATION_GROUPS).stream()
                .flatMap(entry -> entry.value.getGroups().stream().map(group -> KeyValue.pair(entry.key, group)))
                .filter(each -> each.value.getCount() > 0)
                .sorted(Comparator.comparingLong(each -> -each.value.getPlace()))
                .toList();
    }

    /** As kind, count and actors' numbers. */
    private List<String> shown() {
        return groups().stream()
                .map(each -> each.key.kind() + " " + each.value.getCount() + " "
                        + each.value.getActors().stream().map(Id::shard).toList())
                .toList();
    }

    private long unread() {
        long readUpTo = driver.store(Stores.INBOXES).get(ADA).getReadUpTo();
        return groups().stream()
                .filter(each -> each.value.getPlace() > readUpTo)
                .count();
    }

    private long newestPlace() {
        return groups().get(0).value.getPlace();
    }

    private void read(long upTo) {
        driver.pipe(Topics.NOTIFICATION_READS, ADA, new NotificationsRead(ADA, upTo, now), now++);
    }

    private void react(long user, ReactionEventKind kind) {
        driver.pipe(Topics.LIKES, user, Given.reaction(kind, user, TWEET, now), now++);
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
        retweet(kind, id, TWEET);
    }

    private void retweet(RetweetEventKind kind, long id, long tweet) {
        driver.pipe(Topics.RETWEETS, BOB, Given.retweet(kind, id, BOB, tweet), now++);
    }

    private void follow(FollowEventKind kind, long actor, long target) {
        driver.pipe(Topics.FOLLOWS, actor, Given.follow(kind, actor, target, now), now++);
    }
}
