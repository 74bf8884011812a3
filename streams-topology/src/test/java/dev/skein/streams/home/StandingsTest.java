package dev.skein.streams.home;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.author;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.ReaderIds;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.ReaderGone;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.Tweet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Readers who go and return, and authors who are famous, as a partition of deliveries tells of them. */
class StandingsTest {
    private static final long ADA = user(1);
    private static final long BOB = user(2);
    private static final long CLEO = user(3);
    private static final Relation FOLLOWS = new Relation(1L, false, false, false, 0L);

    private final TimelineState state = new TimelineState();

    @Test
    void nothingIsKeptForWhoIsGone() {
        give(fannedOut(1, null));
        give(new ReaderGone(CLEO, 100L));
        give(fannedOut(2, null));
        give(new Backfilled(CLEO, BOB, List.of(new Entry(text(ADA, 3), null)), 0L, null, List.of()));

        assertThat(ids()).isEmpty();
        assertThat(state.size().tweets()).isZero();
        assertThat(state.size().entries()).isZero();
        assertThat(whole()).isFalse();
    }

    @Test
    void whoeverReturnsIsWholeWhenAllHaveAnsweredAlsoWithNothing() {
        give(new ReaderGone(CLEO, 100L));
        give(returned(200, ADA, BOB, CLEO));
        give(fannedOut(9, null));

        give(backfilled(ADA, 200, 5));
        give(backfilled(BOB, 200));
        assertThat(whole()).isFalse();
        assertThat(ids()).containsExactly(id(ADA, 9), id(ADA, 5));

        give(backfilled(CLEO, 200));
        assertThat(whole()).isTrue();
    }

    @Test
    void aRetweetOnItsWayIsWaitedForInWhateverOrderItComes() {
        give(new ReaderGone(CLEO, 100L));
        give(returned(200, ADA));
        Backfilled early = new Backfilled(CLEO, ADA, List.of(), 200L, id(ADA, 7), List.of());
        give(early);
        Backfilled answer = new Backfilled(CLEO, ADA, List.of(), 200L, null, List.of(id(ADA, 7), id(ADA, 8)));
        give(answer);
        give(answer);
        assertThat(whole()).isFalse();

        give(early);
        assertThat(whole()).isFalse();
        give(new Backfilled(CLEO, ADA, List.of(), 200L, id(ADA, 8), List.of()));
        assertThat(whole()).isTrue();
    }

    @Test
    void answersOfAnEarlierReturnAreKeptButDoNotCount() {
        give(new ReaderGone(CLEO, 100L));
        give(returned(200, ADA));
        give(new ReaderGone(CLEO, 300L));
        give(returned(400, ADA));

        give(backfilled(ADA, 200, 5));

        assertThat(ids()).containsExactly(id(ADA, 5));
        assertThat(whole()).isFalse();
    }

    @Test
    void whatIsHeardAgainLaterChangesNothing() {
        give(new ReaderGone(CLEO, 100L));
        give(returned(200, ADA));
        give(backfilled(ADA, 200, 5));

        give(new ReaderGone(CLEO, 100L));
        give(returned(200, ADA, BOB));

        assertThat(whole()).isTrue();
        assertThat(ids()).containsExactly(id(ADA, 5));
    }

    @Test
    void aFollowHeardWhileTheReaderWasGoneIsAskedForOnReturn() {
        give(new ReaderGone(CLEO, 100L));
        give(backfilled(BOB, 0, 3));
        give(returned(200, ADA));

        give(backfilled(ADA, 200));
        assertThat(whole()).isFalse();
        assertThat(state.standings().of(CLEO))
                .isInstanceOfSatisfying(Standing.Rebuilding.class, rebuilding -> assertThat(rebuilding.followees())
                        .containsExactly(BOB));
    }

    @Test
    void afterAGapNobodyIsWhole() {
        give(fannedOut(1, null));
        state.standings().gap(NOON);
        assertThat(whole()).isFalse();
        assertThat(state.standings().of(idAt(CLEO, NOON + 2_000)))
                .as("somebody who registered later")
                .isInstanceOf(Standing.Whole.class);

        give(returned(200, ADA));
        give(backfilled(ADA, 200));
        assertThat(whole()).isTrue();
        state.standings().dropped(CLEO);
        assertThat(whole()).isFalse();
    }

    @Test
    void whatAGapMayHaveDeletedGoesWhenTheReaderReturns() {
        give(fannedOut(1, null));
        give(fannedOut(2, null));
        give(new Published(text(ADA, 3), null));

        state.gap(NOON + 5_000);
        give(fannedOut(9_000, null));
        assertThat(ids()).containsExactly(id(ADA, 9_000), id(ADA, 2), id(ADA, 1));

        give(returned(200, ADA));
        assertThat(ids()).containsExactly(id(ADA, 9_000));
        give(backfilled(ADA, 200, 2, 3));
        give(returned(200, ADA));
        assertThat(ids()).containsExactly(id(ADA, 9_000), id(ADA, 3), id(ADA, 2));
        assertThat(whole()).isTrue();
    }

    @Test
    void whatTheFamousPublishIsThereForWhoFollowsThemWithoutDoubles() {
        give(fannedOut(1, null));
        give(new Published(text(ADA, 1), null));
        give(new Published(text(ADA, 2), null));
        give(new Published(text(BOB, 3), null));
        give(fannedOut(4, null));

        assertThat(ids()).containsExactly(id(ADA, 4), id(ADA, 2), id(ADA, 1));
        assertThat(page(2)).containsExactly(id(ADA, 4), id(ADA, 2));

        give(new Deleted(id(ADA, 2)));
        assertThat(ids()).containsExactly(id(ADA, 4), id(ADA, 1));
    }

    @Test
    void aRetweetByTheFamousOfWhatOneHasShowsNothingTwice() {
        give(fannedOut(1, null));
        give(new Published(text(ADA, 1), new Retweet(id(BOB, 5), author(BOB))));
        give(new Published(text(user(9), 2), new Retweet(id(ADA, 6), author(ADA))));

        assertThat(ids()).containsExactly(id(ADA, 6), id(ADA, 1));
    }

    @Test
    void theNewestEightHundredAreThoseOfRingAndCopiesTogether() {
        for (int i = 1; i <= 700; i++) {
            give(fannedOut(2 * i, null));
            give(new Published(text(ADA, 2 * i + 1), null));
        }

        List<Long> all = ids();
        assertThat(all).hasSize(Timelines.ENTRIES_MAX).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(all).startsWith(id(ADA, 1401), id(ADA, 1400)).doesNotHaveDuplicates();
    }

    private void give(Object change) {
        state.apply(new Delivery(List.of(change)));
    }

    private boolean whole() {
        return state.standings().of(CLEO) instanceof Standing.Whole;
    }

    private List<Long> ids() {
        return page(1_000);
    }

    private List<Long> page(int limit) {
        Relations relations = new Relations() {
            @Override
            public @Nullable Relation to(long other) {
                return other == ADA ? FOLLOWS : null;
            }

            @Override
            public void forEachFollowee(LongConsumer followee) {
                followee.accept(ADA);
            }
        };
        return TimelinePage.read(state, CLEO, relations, 0, Timelines.NEWEST, limit).stream()
                .map(TimelineEntry::id)
                .toList();
    }

    private static long id(long user, int sequence) {
        return idAt(user, NOON + sequence);
    }

    private static Tweet text(long author, int sequence) {
        return tweet(id(author, sequence), author).build();
    }

    private static FannedOut fannedOut(int sequence, @Nullable Retweet retweet) {
        return new FannedOut(text(ADA, sequence), retweet, encoded(CLEO));
    }

    private static ReaderReturned returned(long at, long... followees) {
        return new ReaderReturned(CLEO, at, encoded(followees));
    }

    private static Backfilled backfilled(long followee, long rebuild, int... sequences) {
        List<Entry> entries = new ArrayList<>();
        for (int sequence : sequences) {
            entries.add(new Entry(text(followee, sequence), null));
        }
        return new Backfilled(CLEO, followee, entries, rebuild, null, List.of());
    }

    private static ByteBuffer encoded(long... ids) {
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        return ReaderIds.encode(sorted, 0, sorted.length);
    }
}
