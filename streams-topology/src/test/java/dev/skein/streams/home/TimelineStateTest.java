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
import dev.skein.schemas.delivery.Edited;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Renamed;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.delivery.RetweetUndone;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.streams.Given;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineStateTest {
    private static final long ADA = user(1);
    private static final long BOB = user(2);
    private static final long CLEO = user(3);
    private static final long DAN = user(4);
    private static final Relation FOLLOWS = new Relation(1L, false, false, false, 0L);
    private static final Relation MUTES = new Relation(1L, true, false, false, 0L);
    private static final Relation BLOCKED = new Relation(0L, false, false, true, 1L);

    private final TimelineState state = new TimelineState();
    private final Map<Long, Relation> relations = new TreeMap<>(Map.of(ADA, FOLLOWS, BOB, FOLLOWS));

    @Test
    void pagesAreFilledFromWhatIsVisibleAndGoOnWhereTheyEnded() {
        for (int i = 0; i < 10; i++) {
            give(fannedOut(text(id(ADA, 2 * i), ADA, "ada " + i), null, CLEO));
            give(fannedOut(text(id(DAN, 2 * i + 1), DAN, "dan " + i), null, CLEO));
        }

        List<TimelineEntry> first = page(Timelines.NEWEST, 4);
        List<TimelineEntry> second = page(first.get(3).id(), 20);

        assertThat(first)
                .extracting(entry -> entry.tweet().getText())
                .containsExactly("ada 9", "ada 8", "ada 7", "ada 6");
        assertThat(second).hasSize(6).first().extracting(TimelineEntry::id).isEqualTo(id(ADA, 10));
    }

    @Test
    void onesOwnTweetsAreAlwaysThere() {
        give(fannedOut(text(id(CLEO, 1), CLEO, "mine"), null, CLEO));

        assertThat(texts()).containsExactly("mine");
    }

    @Test
    void aReplyIsShownToThoseWhoFollowBothSides() {
        give(fannedOut(reply(id(ADA, 1), ADA, BOB), null, CLEO));
        give(fannedOut(reply(id(ADA, 2), ADA, DAN), null, CLEO));
        give(fannedOut(reply(id(ADA, 3), ADA, ADA), null, CLEO));
        give(fannedOut(reply(id(ADA, 4), ADA, CLEO), null, CLEO));
        give(fannedOut(reply(id(ADA, 5), ADA, null), null, CLEO));

        assertThat(ids()).as("whom the fifth answers is not known").containsExactly(id(ADA, 4), id(ADA, 3), id(ADA, 1));

        give(fannedOut(reply(id(ADA, 5), ADA, BOB), null, CLEO));

        assertThat(ids()).startsWith(id(ADA, 5));
    }

    @Test
    void whatSomebodyMutedOrBlockedWroteIsHiddenWhoeverPassesItOn() {
        give(fannedOut(text(id(DAN, 1), DAN, "dan"), retweet(id(ADA, 2), ADA), CLEO));
        assertThat(texts()).containsExactly("dan");

        relations.put(DAN, BLOCKED);
        assertThat(texts()).isEmpty();

        relations.put(DAN, MUTES);
        assertThat(texts()).isEmpty();

        relations.remove(DAN);
        relations.put(ADA, MUTES);
        assertThat(texts()).isEmpty();
    }

    @Test
    void aRetweetOfWhatOneHasShowsNothingTwice() {
        long original = id(ADA, 1);
        give(fannedOut(text(original, ADA, "hello"), null, CLEO));
        give(fannedOut(text(original, ADA, "hello"), retweet(id(BOB, 2), BOB), CLEO));
        assertThat(ids()).containsExactly(original);

        relations.remove(ADA);

        assertThat(ids()).as("no gap after an unfollow").containsExactly(id(BOB, 2));
    }

    @Test
    void ofTwoRetweetsTheOlderVisibleOneIsShown() {
        relations.put(DAN, FOLLOWS);
        long original = id(user(9), 1);
        give(fannedOut(text(original, user(9), "hello"), retweet(id(BOB, 3), BOB), CLEO));
        give(fannedOut(text(original, user(9), "hello"), retweet(id(DAN, 2), DAN), CLEO));
        assertThat(ids()).containsExactly(id(DAN, 2));
        assertThat(page(Timelines.NEWEST, 1).get(0).retweetedBy()).isEqualTo(author(DAN));

        give(new RetweetUndone(DAN, original, id(DAN, 9)));

        assertThat(ids()).containsExactly(id(BOB, 3));
    }

    @Test
    void anUndoneRetweetThatComesLateStaysHidden() {
        give(new RetweetUndone(BOB, id(DAN, 1), id(BOB, 3)));
        give(fannedOut(text(id(DAN, 1), DAN, "hello"), retweet(id(BOB, 2), BOB), CLEO));
        assertThat(ids()).isEmpty();

        give(fannedOut(text(id(DAN, 1), DAN, "hello"), retweet(id(BOB, 4), BOB), CLEO));
        assertThat(ids()).containsExactly(id(BOB, 4));
    }

    @Test
    void aDeletedTweetNeverComesBack() {
        give(new Deleted(id(ADA, 1)));
        give(fannedOut(text(id(ADA, 1), ADA, "late"), null, CLEO));
        give(fannedOut(text(id(ADA, 1), ADA, "late"), retweet(id(BOB, 2), BOB), CLEO));

        assertThat(ids()).isEmpty();
        assertThat(state.size().tweets()).isZero();
    }

    @Test
    void anEditOvertakesARetweetThatPickedTheTweetUpBefore() {
        give(new Edited(edited(id(DAN, 1), DAN, "better", id(DAN, 5))));
        give(fannedOut(text(id(DAN, 1), DAN, "good"), retweet(id(ADA, 2), ADA), CLEO));

        assertThat(texts()).containsExactly("better");
    }

    @Test
    void theNewestNamesAreShown() {
        give(new Renamed(new Author(ADA, "countess", "Ada Lovelace", 9L)));
        give(fannedOut(text(id(ADA, 1), ADA, "hello"), null, CLEO));

        assertThat(page(Timelines.NEWEST, 1).get(0).tweet().getAuthor().getHandle())
                .isEqualTo("countess");
    }

    @Test
    void whatHasFallenOutOfEveryTimelineIsNotKept() {
        for (int i = 1; i <= 3_000; i++) {
            give(fannedOut(text(id(ADA, i), ADA, "t"), i % 2 == 0 ? retweet(id(BOB, i), BOB) : null, CLEO, DAN));
        }

        Timelines.Size size = state.size();
        assertThat(size.readers()).isEqualTo(2);
        assertThat(size.entries()).isEqualTo(2 * Timelines.ENTRIES_MAX);
        assertThat(size.tweets()).isBetween(800L, 1_000L);
        assertThat(size.retweets()).isBetween(400L, 500L);
        assertThat(page(Timelines.NEWEST, 1_000)).hasSize(800);
    }

    /** Whenever a retweet comes: also where it pushes the tweet itself out, which nothing else shows. */
    @Test
    void aRetweetShowsWhatFallsOutOfTheTimelineJustThen() {
        for (int between = Timelines.ENTRIES_MAX; between < 900; between++) {
            TimelineState each = new TimelineState();
            long original = id(ADA, 0);
            List<Object> changes = new ArrayList<>();
            changes.add(fannedOut(text(original, ADA, "old"), null, CLEO));
            for (int i = 1; i <= between; i++) {
                changes.add(fannedOut(text(id(ADA, i), ADA, "t"), null, CLEO));
            }
            changes.add(fannedOut(text(original, ADA, "old"), retweet(id(BOB, between + 1), BOB), CLEO));
            each.apply(new Delivery(changes));

            assertThat(TimelinePage.read(each, CLEO, relations::get, 0, Timelines.NEWEST, 1))
                    .as("%d between", between)
                    .extracting(TimelineEntry::tweetId)
                    .containsExactly(original);
        }
    }

    /** Rings are fetched from memory a few at a time: nobody is left out between these, whose ring is new or old. */
    @ParameterizedTest(name = "{0} readers")
    @ValueSource(ints = {1, 31, 32, 33, 64, 1_000})
    void aTweetReachesEachOfManyReaders(int count) {
        long[] readers =
                IntStream.rangeClosed(1, count).mapToLong(Given::user).sorted().toArray();
        give(new FannedOut(text(id(BOB, 1), BOB, "old"), null, ReaderIds.encode(readers, 0, count / 2)));

        give(new FannedOut(text(id(ADA, 2), ADA, "new"), null, ReaderIds.encode(readers, 0, count)));

        for (long reader : readers) {
            assertThat(RingTest.ids(state.rings().of(reader))).contains(id(ADA, 2));
        }
        assertThat(state.size().entries()).isEqualTo(count + count / 2);
    }

    /** Deliveries that a system can produce, in any order and some twice, end in the same timelines. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anyOrderOfDeliveriesComesToTheSame(long seed) {
        Random random = new Random(seed);
        List<Object> changes = history(random);
        List<TimelineEntry> expected = read(changes);

        for (int i = 0; i < 10; i++) {
            List<Object> shuffled = new ArrayList<>(changes);
            shuffled.addAll(changes.subList(0, random.nextInt(changes.size())));
            Collections.shuffle(shuffled, random);

            assertThat(read(shuffled)).isEqualTo(expected);
        }
    }

    private List<TimelineEntry> read(List<Object> changes) {
        TimelineState shuffled = new TimelineState();
        changes.forEach(change -> shuffled.apply(new Delivery(List.of(change))));
        return TimelinePage.read(shuffled, CLEO, relations::get, 0, Timelines.NEWEST, 1_000);
    }

    /** What three authors do to ten tweets and each other's. */
    private static List<Object> history(Random random) {
        List<Object> changes = new ArrayList<>();
        long[] people = {ADA, BOB, DAN};
        int time = 10;
        for (int n = 0; n < 10; n++) {
            long writer = people[random.nextInt(3)];
            long id = id(writer, n);
            Tweet tweet = text(id, writer, "first");
            changes.add(fannedOut(tweet, null, CLEO));
            for (int deed = random.nextInt(5); deed > 0; deed--) {
                long other = people[random.nextInt(3)];
                switch (random.nextInt(4)) {
                    case 0 -> {
                        tweet = edited(id, writer, "edit " + time, id(writer, ++time));
                        changes.add(new Edited(tweet));
                    }
                    case 1 -> {
                        changes.add(fannedOut(tweet, retweet(id(other, ++time), other), CLEO));
                        if (random.nextBoolean()) {
                            changes.add(new RetweetUndone(other, id, id(other, ++time)));
                            changes.add(fannedOut(tweet, retweet(id(other, ++time), other), CLEO));
                        }
                        changes.add(new RetweetUndone(other, id, id(other, ++time)));
                    }
                    case 2 ->
                        changes.add(new Backfilled(CLEO, writer, List.of(new Entry(tweet, null)), 0L, null, List.of()));
                    default ->
                        changes.add(
                                random.nextInt(3) == 0
                                        ? new Deleted(id)
                                        : new Renamed(new Author(writer, "name" + ++time, "X", (long) time)));
                }
            }
        }
        return changes;
    }

    private void give(Object change) {
        state.apply(new Delivery(List.of(change)));
    }

    private List<TimelineEntry> page(long before, int limit) {
        return TimelinePage.read(state, CLEO, relations::get, 0, before, limit);
    }

    private List<Long> ids() {
        return page(Timelines.NEWEST, 100).stream().map(TimelineEntry::id).toList();
    }

    private List<String> texts() {
        return page(Timelines.NEWEST, 100).stream()
                .map(entry -> entry.tweet().getText())
                .toList();
    }

    private static long id(long user, int sequence) {
        return idAt(user, NOON + sequence);
    }

    private static Tweet text(long id, long author, String text) {
        return tweet(id, author).setText(text).build();
    }

    private static Tweet edited(long id, long author, String text, long version) {
        return tweet(id, author).setText(text).setVersion(version).build();
    }

    private static Tweet reply(long id, long author, @Nullable Long answered) {
        return tweet(id, author).setInReplyTo(1L).setInReplyToAuthor(answered).build();
    }

    private static Retweet retweet(long id, long retweeter) {
        return new Retweet(id, author(retweeter));
    }

    private static FannedOut fannedOut(Tweet tweet, @Nullable Retweet retweet, long... readers) {
        long[] sorted = readers.clone();
        Arrays.sort(sorted);
        ByteBuffer encoded = ReaderIds.encode(sorted, 0, sorted.length);
        return new FannedOut(tweet, retweet, encoded);
    }
}
