package dev.skein.streams.author;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.author;
import static dev.skein.streams.Given.deleted;
import static dev.skein.streams.Given.edited;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.posted;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Edited;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.schemas.delivery.Renamed;
import dev.skein.schemas.delivery.RetweetUndone;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.User;
import dev.skein.streams.Given;
import dev.skein.streams.Names;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologyDriver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorTopologyTest {
    private static final long ADA = user(1);
    private static final long BOB = user(2);
    private static final long CLEO = user(3);
    private static final long TWEET = idAt(ADA, NOON);

    private final TopologyDriver driver = new TopologyDriver(AuthorTopology::build, NOON);
    private long now = NOON;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void itsShapeIsTheOneThatIsWrittenDown() {
        TopologyDocument.check("author", AuthorTopology::build);
    }

    @Test
    void aTweetReachesTheFollowersAndTheAuthorInOneRecord() {
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        follow(FollowEventKind.FOLLOW, CLEO, ADA);
        changes();

        post(TWEET);

        assertThat(changes()).singleElement().satisfies(change -> {
            FannedOut fannedOut = (FannedOut) change;
            assertThat(fannedOut.getTweet().getId()).isEqualTo(TWEET);
            assertThat(fannedOut.getRetweet()).isNull();
            assertThat(readers(fannedOut)).containsExactly(ADA, BOB, CLEO);
        });
        assertThat(driver.store(Stores.AUTHOR_TIMELINES).get(new IdPair(ADA, TWEET)))
                .isEqualTo(TWEET);
    }

    @Test
    void whoUnfollowedGetsNothingMore() {
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        post(TWEET);
        follow(FollowEventKind.UNFOLLOW, BOB, ADA);
        changes();

        post(idAt(ADA, now));

        assertThat(readers((FannedOut) changes().get(0))).containsExactly(ADA);
    }

    @Test
    void aBlockEndsFollowsBothWays() {
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        follow(FollowEventKind.FOLLOW, ADA, BOB);
        assertThat(driver.all(Stores.FOLLOWERS)).hasSize(2);

        follow(FollowEventKind.BLOCK, ADA, BOB);

        assertThat(driver.all(Stores.FOLLOWERS)).isEmpty();
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        assertThat(driver.all(Stores.FOLLOWERS)).isEmpty();
        follow(FollowEventKind.UNBLOCK, ADA, BOB);
        follow(FollowEventKind.FOLLOW, BOB, ADA);
        assertThat(driver.all(Stores.FOLLOWERS)).singleElement().satisfies(edge -> assertThat(edge.key)
                .isEqualTo(new IdPair(ADA, BOB)));
    }

    @Test
    void aNewFollowerGetsTheNewestFifty() {
        List<Long> posted = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            posted.add(idAt(ADA, now));
            post(idAt(ADA, now));
        }
        changes();

        follow(FollowEventKind.FOLLOW, BOB, ADA);

        assertThat(changes()).singleElement().satisfies(change -> {
            Backfilled backfilled = (Backfilled) change;
            assertThat(backfilled.getReaderId()).isEqualTo(BOB);
            assertThat(backfilled.getFolloweeId()).isEqualTo(ADA);
            assertThat(backfilled.getEntries())
                    .extracting(entry -> entry.getTweet().getId())
                    .containsExactlyElementsOf(posted.subList(10, 60));
        });
    }

    @Test
    void everyRequestForARebuildIsAnsweredAlsoByNothing() {
        driver.pipe(Topics.REBUILDS, ADA, new RebuildRequest(BOB, ADA, 0L, 7L, 50), now);

        assertThat(changes()).containsExactly(new Backfilled(BOB, ADA, List.of(), 7L, null, List.of()));
    }

    @Test
    void retweetsComeWithABackfillToo() {
        register(BOB, "bob", 1);
        post(TWEET);
        long retweet = retweet(BOB, TWEET);
        changes();

        driver.pipe(Topics.REBUILDS, BOB, new RebuildRequest(CLEO, BOB, 0L, 7L, 50), now);

        List<Entry> entries = changes().stream()
                .flatMap(change -> ((Backfilled) change).getEntries().stream())
                .toList();
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.getTweet().getId()).isEqualTo(TWEET);
            assertThat(entry.getRetweet().getId()).isEqualTo(retweet);
            assertThat(entry.getRetweet().getRetweeter().getHandle()).isEqualTo("bob");
        });
    }

    @Test
    void anEditIsToldToAllAndKeptInTheState() {
        post(TWEET);
        changes();
        driver.read(Topics.TWEET_STATE);

        tweets(edited(tweet(TWEET, ADA).setText("better"), idAt(ADA, ++now)));

        assertThat(changes()).singleElement().isInstanceOf(Edited.class);
        assertThat(driver.read(Topics.TWEET_STATE))
                .singleElement()
                .satisfies(record -> assertThat(record.value().getText()).isEqualTo("better"));
    }

    @Test
    void aDeletionIsFinalAndLeavesATombstoneWithItsVersion() {
        post(TWEET);
        driver.read(Topics.TWEET_STATE);
        long version = idAt(ADA, ++now);
        tweets(deleted(tweet(TWEET, ADA), version));

        TestRecord<Long, Tweet> tombstone = driver.read(Topics.TWEET_STATE).get(0);
        assertThat(tombstone.value()).isNull();
        assertThat(ByteBuffer.wrap(tombstone.headers().lastHeader("version").value())
                        .getLong())
                .isEqualTo(version);
        assertThat(ByteBuffer.wrap(tombstone.headers().lastHeader("author").value())
                        .getLong())
                .isEqualTo(ADA);
        assertThat(driver.all(Stores.AUTHOR_TIMELINES)).isEmpty();
        assertThat(changes()).last().isEqualTo(new Deleted(TWEET));

        post(TWEET);
        tweets(edited(tweet(TWEET, ADA), idAt(ADA, ++now)));
        assertThat(changes()).isEmpty();
        assertThat(driver.read(Topics.TWEET_STATE)).isEmpty();
    }

    @Test
    void whatIsHeardAgainIsToldAgainAndChangesNothing() {
        TweetEvent posted = posted(tweet(TWEET, ADA));
        TweetEvent edited = edited(tweet(TWEET, ADA).setText("better"), idAt(ADA, NOON + 5));
        tweets(posted);
        tweets(edited);
        changes();

        tweets(posted);

        assertThat(changes()).singleElement().satisfies(change -> assertThat(
                        ((FannedOut) change).getTweet().getText())
                .isEqualTo("better"));
        assertThat(driver.store(Stores.TWEETS).get(TWEET)).isEqualTo(edited);
    }

    @Test
    void aRetweetPicksUpTheTweetAndReachesTheRetweetersFollowers() {
        post(TWEET);
        follow(FollowEventKind.FOLLOW, CLEO, BOB);
        changes();

        long retweet = retweet(BOB, TWEET);

        assertThat(changes()).singleElement().satisfies(change -> {
            FannedOut fannedOut = (FannedOut) change;
            assertThat(fannedOut.getTweet().getId()).isEqualTo(TWEET);
            assertThat(fannedOut.getRetweet().getId()).isEqualTo(retweet);
            assertThat(readers(fannedOut)).containsExactly(BOB, CLEO);
        });
        assertThat(driver.store(Stores.AUTHOR_TIMELINES).get(new IdPair(BOB, retweet)))
                .isEqualTo(TWEET);
    }

    @Test
    void aSecondRetweetWhileOneStandsChangesNothing() {
        post(TWEET);
        retweet(BOB, TWEET);
        changes();

        retweet(BOB, TWEET);

        assertThat(changes()).isEmpty();
    }

    @Test
    void anUndoneRetweetIsGoneAndTheNextOneCountsAnew() {
        post(TWEET);
        retweet(BOB, TWEET);
        long undoing = undo(BOB, TWEET);

        assertThat(changes()).last().isEqualTo(new RetweetUndone(BOB, TWEET, undoing));
        assertThat(driver.store(Stores.AUTHOR_TIMELINES).get(new IdPair(ADA, TWEET)))
                .isEqualTo(TWEET);
        assertThat(driver.all(Stores.AUTHOR_TIMELINES)).hasSize(1);

        long next = retweet(BOB, TWEET);
        assertThat(driver.all(Stores.AUTHOR_TIMELINES))
                .extracting(entry -> entry.key.second())
                .contains(next);
    }

    @Test
    void aRetweetOfADeletedTweetGoesNowhere() {
        post(TWEET);
        tweets(deleted(tweet(TWEET, ADA), idAt(ADA, ++now)));
        changes();

        retweet(BOB, TWEET);

        assertThat(changes()).isEmpty();
    }

    @Test
    void aRetweetWaitsForItsTweetAMinuteWhileNothingComes() {
        long early = retweet(BOB, TWEET);
        driver.pass(Duration.ofSeconds(30));
        assertThat(changes()).isEmpty();

        post(TWEET);
        changes();
        driver.pass(Duration.ofSeconds(1));
        assertThat(changes()).singleElement().satisfies(change -> assertThat(
                        ((FannedOut) change).getRetweet().getId())
                .isEqualTo(early));

        long never = idAt(ADA, now + 500);
        retweet(CLEO, never);
        driver.pass(Duration.ofSeconds(1));
        driver.pass(Duration.ofSeconds(61));
        assertThat(driver.all(Stores.PARKED_RETWEETS)).isEmpty();
    }

    @Test
    void aRetweetWaitsAsLongAsTweetsAreBehind() {
        long early = retweet(BOB, TWEET);
        for (int older = 10; older > 0; older--) {
            post(idAt(CLEO, NOON - older), CLEO);
            driver.pass(Duration.ofSeconds(59));
        }

        post(TWEET);
        changes();
        driver.pass(Duration.ofSeconds(1));

        assertThat(changes()).singleElement().satisfies(change -> assertThat(
                        ((FannedOut) change).getRetweet().getId())
                .isEqualTo(early));
    }

    @Test
    void aRetweetOfNothingWaitsNoLongerWhenWhatWasWrittenAfterItHasPassed() {
        retweet(BOB, TWEET);
        driver.pass(Duration.ofSeconds(1));
        now += Duration.ofMinutes(2).toMillis();
        for (int tweet = 0; tweet < 3; tweet++) {
            post(idAt(CLEO, now), CLEO);
            driver.pass(Duration.ofSeconds(30));
        }

        assertThat(driver.all(Stores.PARKED_RETWEETS)).isEmpty();
    }

    @Test
    void rowsBecomePeopleAndHandlesMoveWithThem() {
        register(ADA, "Ada", 1);
        register(ADA, "Countess", 2);

        assertThat(driver.store(Stores.USERS).get(ADA).getHandle()).isEqualTo("Countess");
        assertThat(driver.store(Stores.HANDLES).get("ada")).isNull();
        assertThat(driver.store(Stores.HANDLES).get("countess")).isEqualTo(ADA);
        assertThat(driver.read(Topics.USERS)).extracting(TestRecord::key).containsExactly(ADA, ADA);
    }

    @Test
    void aHandleGivenUpBelongsToWhoeverTookItThoughTheNewsComeTheOtherWayRound() {
        told(BOB, "ada", 1, NOON + 10);
        told(ADA, "ada", 1, NOON);
        told(ADA, "countess", 2, NOON + 9);

        assertThat(driver.store(Stores.HANDLES).get("ada")).isEqualTo(BOB);
    }

    @Test
    void aNewNameIsToldToThoseWhoHaveSomethingOfTheirs() {
        register(ADA, "ada", 1);
        assertThat(changes()).isEmpty();
        post(TWEET);
        changes();

        register(ADA, "countess", 2);

        assertThat(changes()).singleElement().satisfies(change -> assertThat(
                        ((Renamed) change).getAuthor().getHandle())
                .isEqualTo("countess"));
    }

    @Test
    void tweetsGoOutUnderTheNewestName() {
        register(ADA, "countess", 7);

        tweets(new TweetEvent(
                TweetEventKind.POSTED, tweet(TWEET, ADA).setAuthor(author(ADA)).build()));

        assertThat(((FannedOut) changes().get(0)).getTweet().getAuthor().getHandle())
                .isEqualTo("countess");
    }

    /** A deleted row is a tombstone, or the JSON null that Connect's converter makes of it. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "null")
    void whatSomebodyWroteGoesAfterThem(@Nullable String deleted) {
        register(ADA, "ada", 1);
        post(idAt(BOB, NOON), BOB);
        post(TWEET);
        retweet(ADA, idAt(BOB, NOON));
        changes();

        driver.pipe(Topics.PG_USERS, key(ADA), deleted == null ? null : deleted.getBytes(UTF_8), ++now);
        driver.pass(Duration.ofSeconds(2));

        assertThat(driver.store(Stores.USERS).get(ADA)).isNull();
        assertThat(driver.store(Stores.HANDLES).get("ada")).isNull();
        assertThat(driver.read(Topics.TWEETS)).singleElement().satisfies(record -> {
            assertThat(record.value().getKind()).isEqualTo(TweetEventKind.DELETED);
            assertThat(record.value().getTweet().getAuthor()).isEqualTo(Names.unknown(ADA));
        });
        assertThat(driver.read(Topics.RETWEETS)).singleElement().satisfies(record -> {
            assertThat(record.value().getKind()).isEqualTo(RetweetEventKind.UNDONE);
            assertThat(record.value().getRetweeter()).isEqualTo(Names.unknown(ADA));
        });
        assertThat(driver.read(Topics.ACTIVITY)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(ADA);
            assertThat(record.value()).isNull();
        });
        assertThat(driver.read(Topics.NOTIFICATION_READS)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(ADA);
            assertThat(record.value()).isNull();
        });
        assertThat(driver.all(Stores.AUTHOR_TIMELINES)).hasSize(1);
        assertThat(changes())
                .hasAtLeastOneElementOfType(Deleted.class)
                .hasAtLeastOneElementOfType(RetweetUndone.class)
                .contains(new Renamed(Names.erased(ADA)));

        post(idAt(ADA, now));
        assertThat(driver.all(Stores.AUTHOR_TIMELINES)).hasSize(1);
    }

    @Test
    void whatContradictsItselfGoesToTheDeadLettersAndItsNeighboursGoOn() {
        post(TWEET);
        tweets(edited(tweet(TWEET, user(1 + 1024)), idAt(ADA, ++now)));
        driver.pipe(Topics.TWEETS, TWEET + 1024, posted(tweet(TWEET, ADA)), now);
        driver.pipe(Topics.PG_USERS, "{".getBytes(UTF_8), null, now);
        driver.pipe(Topics.PG_USERS, key(ADA), "{\"id\":5}".getBytes(UTF_8), now);
        driver.pipe(Topics.REBUILDS, ADA, new RebuildRequest(-1L, ADA, 0L, 0L, 50), now);
        post(idAt(ADA, ++now));

        assertThat(driver.deadLetters())
                .containsExactly(
                        "the tweet is somebody else's",
                        "the tweet's id is not the key",
                        "the key is not JSON",
                        "the row's id is not the key's",
                        "the request does not name its key as followee, a reader and a since");
        assertThat(driver.all(Stores.TWEETS)).hasSize(2);
    }

    private void post(long id) {
        post(id, ADA);
    }

    private void post(long id, long author) {
        tweets(posted(tweet(id, author)));
    }

    private void tweets(TweetEvent event) {
        driver.pipe(Topics.TWEETS, event.getTweet().getId(), event, ++now);
    }

    private void follow(FollowEventKind kind, long actor, long target) {
        driver.pipe(Topics.FOLLOWS, actor, Given.follow(kind, actor, target, ++now), now);
    }

    private long retweet(long user, long tweet) {
        return retweet(RetweetEventKind.RETWEETED, user, tweet);
    }

    private long undo(long user, long tweet) {
        return retweet(RetweetEventKind.UNDONE, user, tweet);
    }

    private long retweet(RetweetEventKind kind, long user, long tweet) {
        RetweetEvent event = Given.retweet(kind, idAt(user, ++now), user, tweet);
        driver.pipe(Topics.RETWEETS, user, event, now);
        return event.getId();
    }

    private void register(long id, String handle, int version) {
        String row = "{\"id\":" + id + ",\"handle\":\"" + handle + "\",\"display_name\":\"X\",\"bio\":null,"
                + "\"created_at\":1,\"version\":" + version + ",\"__deleted\":\"false\"}";
        driver.pipe(Topics.PG_USERS, key(id), row.getBytes(UTF_8), ++now);
    }

    private void told(long id, String handle, long version, long at) {
        driver.pipe(Topics.USERS, id, new User(id, handle, "X", "", 1L, version), at);
    }

    private static byte[] key(long id) {
        return ("{\"id\":" + id + "}").getBytes(UTF_8);
    }

    private List<Object> changes() {
        return driver.read(Topics.DELIVERIES).stream()
                .flatMap(record -> record.value().getChanges().stream())
                .toList();
    }

    private static List<Long> readers(FannedOut fannedOut) {
        List<Long> readers = new ArrayList<>();
        ReaderIds.forEach(fannedOut.getReaders(), readers::add);
        return readers;
    }
}
