package dev.skein.streams.author;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.deleted;
import static dev.skein.streams.Given.edited;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.posted;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Continuation;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Fame;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.streams.Given;
import dev.skein.streams.Thresholds;
import dev.skein.streams.TopologyDriver;
import dev.skein.streams.author.Effect.Deliver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a tweet reaches, and how: replies, long lists, the famous, full records. */
class ReachTest {
    private static final long ADA = user(1);
    private static final long BOB = user(2);
    private static final long CLEO = user(3);
    private static final Thresholds NOBODY_IS_FAMOUS = new Thresholds(0, Duration.ofDays(7));

    private TopologyDriver driver = new TopologyDriver(AuthorTopology::build, NOON, NOBODY_IS_FAMOUS);
    private long now = NOON;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aReplyFindsOutWhomItAnswersBeforeItFansOut() {
        follow(FollowEventKind.FOLLOW, CLEO, BOB);
        long answered = post(ADA);
        changes();

        long reply = reply(BOB, answered);

        List<FannedOut> fannedOut = fannedOut();
        assertThat(fannedOut.get(0).getTweet().getInReplyToAuthor()).isNull();
        assertThat(readers(fannedOut.get(0))).as("at once its author alone").containsExactly(BOB);
        assertThat(fannedOut.get(1).getTweet().getInReplyToAuthor()).isEqualTo(ADA);
        assertThat(readers(fannedOut.get(1))).containsExactly(BOB, CLEO);
        assertThat(driver.store(Stores.TWEETS).get(reply).getTweet().getInReplyToAuthor())
                .isEqualTo(ADA);
        assertThat(driver.read(Topics.TWEET_STATE)).last().satisfies(record -> assertThat(
                        record.value().getInReplyToAuthor())
                .isEqualTo(ADA));

        tweets(edited(unresolved(reply, BOB, answered).setText("edit"), idAt(BOB, ++now)));
        assertThat(driver.store(Stores.TWEETS).get(reply).getTweet().getInReplyToAuthor())
                .as("an edit that does not know it either")
                .isEqualTo(ADA);
    }

    @Test
    void aReplyThatIsFasterThanWhatItAnswersWaits() {
        long answered = idAt(ADA, NOON + 1);
        reply(BOB, answered);
        assertThat(fannedOut()).hasSize(1);

        tweets(posted(tweet(answered, ADA)));
        changes();
        driver.pass(Duration.ofSeconds(1));

        assertThat(fannedOut()).singleElement().satisfies(change -> assertThat(
                        change.getTweet().getInReplyToAuthor())
                .isEqualTo(ADA));
    }

    @Test
    void aReplyToNothingStaysItsAuthors() {
        reply(BOB, idAt(ADA, NOON + 1));
        changes();
        driver.pass(Duration.ofMinutes(1));
        driver.pass(Duration.ofMinutes(2));

        assertThat(fannedOut()).isEmpty();
    }

    @Test
    void aReplyToSomebodyWhoBlocksTheReplierIsDeleted() {
        long answered = post(ADA);
        follow(FollowEventKind.BLOCK, ADA, BOB);
        driver.read(Topics.TWEETS);

        long reply = reply(BOB, answered);

        assertThat(driver.store(Stores.TWEETS).get(reply).getKind()).isEqualTo(TweetEventKind.DELETED);
        assertThat(driver.read(Topics.TWEETS))
                .singleElement()
                .satisfies(record -> assertThat(record.value().getKind()).isEqualTo(TweetEventKind.DELETED));
    }

    @Test
    void aLongListGoesOnStepByStepUntilAllHaveTheTweetOnce() {
        int followers = 22_000;
        edges(followers);

        long id = post(ADA);

        List<FannedOut> fannedOut = fannedOut();
        List<Long> reached = new ArrayList<>();
        fannedOut.forEach(change -> {
            assertThat(readers(change)).hasSizeLessThanOrEqualTo(1_000);
            reached.addAll(readers(change));
        });
        assertThat(reached).hasSize(followers + 1).doesNotHaveDuplicates().contains(ADA);
        List<Continuation> steps = driver.read(Topics.CONTINUATIONS).stream()
                .map(record -> record.value())
                .toList();
        assertThat(steps).hasSize(5).first().satisfies(step -> {
            assertThat(step.getTweet().getId()).isEqualTo(id);
            assertThat(step.getAfter()).isZero();
        });
        assertThat(steps).extracting(Continuation::getAfter).isSorted();

        Continuation third = steps.get(2);
        driver.pipe(Topics.CONTINUATIONS, ADA, third, ++now);
        assertThat(fannedOut().stream()
                        .mapToInt(change -> readers(change).size())
                        .sum())
                .as("a step told again goes on from there")
                .isEqualTo(followers - 10_000);

        tweets(deleted(tweet(id, ADA), idAt(ADA, ++now)));
        changes();
        driver.pipe(Topics.CONTINUATIONS, ADA, third, ++now);
        assertThat(changes()).as("of a deleted tweet nothing goes on").isEmpty();
    }

    @Test
    void aListOfNineThousandIsOneStepInRecordsOfAThousand() {
        edges(9_000);

        post(ADA);

        assertThat(fannedOut()).hasSize(10).allSatisfy(change -> assertThat(readers(change))
                .hasSizeLessThanOrEqualTo(1_000));
        assertThat(driver.read(Topics.CONTINUATIONS)).isEmpty();
    }

    @Test
    void theFamousArePublishedOnceAndCeaseToBeWhenAFifthIsLost() {
        driver.close();
        driver = new TopologyDriver(AuthorTopology::build, NOON, new Thresholds(10, Duration.ofDays(7)));
        for (int i = 10; i < 21; i++) {
            follow(FollowEventKind.FOLLOW, user(i), ADA);
        }
        changes();

        post(ADA);
        assertThat(changes()).hasSize(2).satisfies(changes -> {
            assertThat(changes.get(0)).isEqualTo(new Fame(ADA, true, 11L));
            assertThat(changes.get(1)).isInstanceOf(Published.class);
        });

        follow(FollowEventKind.UNFOLLOW, user(10), ADA);
        follow(FollowEventKind.UNFOLLOW, user(11), ADA);
        post(ADA);
        assertThat(changes()).as("nine of ten").singleElement().isInstanceOf(Published.class);

        follow(FollowEventKind.UNFOLLOW, user(12), ADA);
        post(ADA);
        assertThat(changes()).hasSize(2).satisfies(changes -> {
            assertThat(changes.get(0)).isEqualTo(new Fame(ADA, false, 8L));
            assertThat(readers((FannedOut) changes.get(1))).hasSize(9);
        });
    }

    @Test
    void aLongAnswerComesInPartsOfWhichTheLastIsTheAnswer() {
        for (int i = 0; i < 120; i++) {
            post(ADA);
        }
        changes();

        driver.pipe(Topics.REBUILDS, ADA, new RebuildRequest(BOB, ADA, 0L, 7L, 110), ++now);

        List<Backfilled> parts = changes().stream().map(Backfilled.class::cast).toList();
        assertThat(parts).extracting(part -> part.getEntries().size()).containsExactly(50, 50, 10);
        assertThat(parts).extracting(Backfilled::getRebuild).containsExactly(0L, 0L, 7L);
    }

    @Test
    void whatGoesToOnePartitionLeavesInOneRecord() {
        List<Deliver> sent = new ArrayList<>();
        OutgoingDeliveries outgoing = new OutgoingDeliveries(2);
        outgoing.to(sent::add);
        Tweet tweet = tweet(idAt(ADA, NOON), ADA).build();
        for (int i = 0; i < 10; i++) {
            outgoing.add(fannedOut(tweet, i % 2));
        }
        outgoing.add(Deliver.everywhere(BOB, new Published(tweet, null)));
        assertThat(sent).isEmpty();

        outgoing.flushCache();

        assertThat(sent).hasSize(2);
        assertThat(sent).extracting(full -> full.delivery().getChanges().size()).containsExactly(6, 6);
        assertThat(sent).extracting(Deliver::partition).containsExactly(0, 1);
        outgoing.flushCache();
        assertThat(sent).hasSize(2);
        for (int i = 0; i < 256; i++) {
            outgoing.add(fannedOut(tweet, 0));
        }
        assertThat(sent).as("full is full").hasSize(3);
    }

    private static Deliver fannedOut(Tweet tweet, int partition) {
        FannedOut change = new FannedOut(tweet, null, ReaderIds.encode(new long[] {BOB}, 0, 1));
        return new Deliver(ADA, partition, new Delivery(List.of(change)));
    }

    /** Straight into the store: so many events would take long. */
    private void edges(int followers) {
        KeyValueStore<IdPair, Long> edges = driver.store(Stores.FOLLOWERS);
        for (int i = 0; i < followers; i++) {
            edges.put(new IdPair(ADA, user(100 + i)), 1L);
        }
    }

    private long post(long author) {
        long id = idAt(author, ++now);
        tweets(posted(tweet(id, author)));
        return id;
    }

    private long reply(long author, long answered) {
        long id = idAt(author, ++now);
        tweets(posted(unresolved(id, author, answered)));
        return id;
    }

    private static Tweet.Builder unresolved(long id, long author, long answered) {
        return tweet(id, author).setInReplyTo(answered);
    }

    private void tweets(TweetEvent event) {
        driver.pipe(Topics.TWEETS, event.getTweet().getId(), event, ++now);
    }

    private void follow(FollowEventKind kind, long actor, long target) {
        driver.pipe(Topics.FOLLOWS, actor, Given.follow(kind, actor, target, ++now), now);
    }

    private List<Object> changes() {
        return driver.read(Topics.DELIVERIES).stream()
                .flatMap(record -> record.value().getChanges().stream())
                .toList();
    }

    private List<FannedOut> fannedOut() {
        return changes().stream()
                .filter(FannedOut.class::isInstance)
                .map(FannedOut.class::cast)
                .toList();
    }

    private static List<Long> readers(FannedOut fannedOut) {
        List<Long> readers = new ArrayList<>();
        ReaderIds.forEach(fannedOut.getReaders(), readers::add);
        return readers;
    }
}
