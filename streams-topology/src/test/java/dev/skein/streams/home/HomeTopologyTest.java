package dev.skein.streams.home;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.follow;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologyDriver;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeTopologyTest {
    private static final long ADA = user(1);
    private static final long BOB = user(2);

    private final TopologyDriver driver = new TopologyDriver(HomeTopology::build, NOON);
    private long now = NOON;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void itsShapeIsTheOneThatIsWrittenDown() {
        TopologyDocument.check("home", HomeTopology::build);
    }

    @Test
    void aDeliveryIsReadAtOnceByThoseWhoFollow() {
        follows(FollowEventKind.FOLLOW, BOB, ADA);
        deliver(idAt(ADA, NOON), BOB);

        assertThat(page(BOB)).containsExactly(idAt(ADA, NOON));
        assertThat(page(ADA)).isEmpty();
    }

    @Test
    void unfollowHidesTweetsOnTheNextRead() {
        follows(FollowEventKind.FOLLOW, BOB, ADA);
        deliver(idAt(ADA, NOON), BOB);

        follows(FollowEventKind.UNFOLLOW, BOB, ADA);
        assertThat(page(BOB)).isEmpty();
        assertThat(driver.all(Stores.RELATIONS)).isEmpty();

        follows(FollowEventKind.FOLLOW, BOB, ADA);
        assertThat(page(BOB)).hasSize(1);
    }

    @Test
    void whoeverIsBlockedSeesNothingMore() {
        follows(FollowEventKind.FOLLOW, BOB, ADA);
        deliver(idAt(ADA, NOON), BOB);

        follows(FollowEventKind.BLOCK, ADA, BOB);

        assertThat(page(BOB)).isEmpty();
        assertThat(driver.store(Stores.RELATIONS).get(new IdPair(BOB, ADA)).getBlockedBy())
                .isTrue();
        assertThat(driver.store(Stores.RELATIONS).get(new IdPair(ADA, BOB)).getBlocking())
                .isTrue();
    }

    @Test
    void aDeliveryThatCannotBeAppliedGoesToTheDeadLettersWhole() {
        follows(FollowEventKind.FOLLOW, BOB, ADA);
        FannedOut good = fannedOut(idAt(ADA, NOON), ReaderIds.encode(new long[] {BOB}, 0, 1));
        FannedOut bad = fannedOut(idAt(ADA, NOON + 1), ByteBuffer.wrap(new byte[] {(byte) 0x80}));
        driver.pipe(Topics.DELIVERIES, ADA, new Delivery(List.of(good, bad)), ++now);
        driver.pipe(Topics.DELIVERIES, ADA, null, ++now);
        deliver(idAt(ADA, NOON + 2), BOB);

        assertThat(driver.deadLetters())
                .containsExactly("reader ids end in the middle of a varint", "there is no value");
        assertThat(page(BOB)).containsExactly(idAt(ADA, NOON + 2));
    }

    private void follows(FollowEventKind kind, long actor, long target) {
        driver.pipe(Topics.FOLLOWS, actor, follow(kind, actor, target, ++now), now);
    }

    private void deliver(long tweet, long reader) {
        FannedOut fannedOut = fannedOut(tweet, ReaderIds.encode(new long[] {reader}, 0, 1));
        driver.pipe(Topics.DELIVERIES, ADA, new Delivery(List.of(fannedOut)), ++now);
    }

    private static FannedOut fannedOut(long tweet, ByteBuffer readers) {
        return new FannedOut(tweet(tweet, ADA).build(), null, readers);
    }

    private List<Long> page(long reader) {
        Relations relations = other -> {
            Relation relation = driver.store(Stores.RELATIONS).get(new IdPair(reader, other));
            return relation;
        };
        return driver.store(Stores.TIMELINES, Timelines.class).page(reader, Timelines.NEWEST, 100, relations).stream()
                .map(TimelineEntry::id)
                .toList();
    }
}
