package dev.skein.streams.home;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.ReaderGone;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.Given;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What timelines take in memory, and what is done when it is too much. */
class MemoryTest {
    private static final long ADA = user(1);
    private static final long[] READERS =
            IntStream.rangeClosed(2, 101).mapToLong(Given::user).sorted().toArray();

    private final TimelineState state = new TimelineState();

    @ParameterizedTest(name = "{0} entries each")
    @ValueSource(ints = {100, 127, 200, 333, 500, 800, 1_500})
    void anEntryTakesAtMostTwelveBytes(int each) {
        give(each);

        Timelines.Size size = state.size();
        assertThat(size.entries()).isEqualTo((long) Math.min(each, Timelines.ENTRIES_MAX) * READERS.length);
        assertThat(size.entryBytes()).isLessThanOrEqualTo(12 * size.entries());
    }

    @Test
    void thoseWhoHaveNotLookedForLongestAreDroppedAndKnownToLack() {
        give(200);
        for (int i = 0; i < READERS.length; i++) {
            TimelinePage.read(state, READERS[i], Histories.EVERYBODY, 1_000 + i / 10, Timelines.NEWEST, 20);
        }
        long before = state.rings().bytes();

        int dropped = state.dropUnseen(before / 3);

        assertThat(before - state.rings().bytes()).isBetween(before / 3 - 5_000, before / 3 + 20_000);
        assertThat(dropped).isBetween(33, 40);
        assertThat(state.rings().size()).isEqualTo(READERS.length - dropped);
        for (int i = 0; i < READERS.length; i++) {
            boolean kept = state.rings().of(READERS[i]).size() > 0;
            assertThat(state.standings().of(READERS[i]) instanceof Standing.Whole)
                    .isEqualTo(kept);
            assertThat(kept).as("reader %s", i).isEqualTo(i >= 40 || (i >= 30 && kept));
        }
    }

    @Test
    void whatNobodyShowsAnyMoreTakesNothing() {
        give(1_500);
        for (long reader : READERS) {
            state.rings().drop(reader);
        }

        assertThat(state.size())
                .extracting(Timelines.Size::entries, Timelines.Size::tweets, Timelines.Size::readers)
                .containsExactly(0L, 0L, 0L);
    }

    /** Who is away takes memory, too: it is counted as all else, and given back. */
    @Test
    void whoIsGoneOrLacksSomethingIsCounted() {
        give(10);
        long before = state.size().standingBytes();

        state.dropUnseen(Long.MAX_VALUE);
        long lacking = state.size().standingBytes();
        for (long reader : READERS) {
            state.apply(new Delivery(List.of(new ReaderGone(reader, NOON))));
            state.apply(new Delivery(List.of(new Backfilled(reader, ADA, List.of(), 0L, null, List.of()))));
        }
        long gone = state.size().standingBytes();
        state.standings().gap(NOON);

        assertThat(lacking - before).isBetween(24L * READERS.length, 100L * READERS.length);
        assertThat(gone - lacking).isEqualTo(56L * READERS.length);
        assertThat(state.size().bytes()).isGreaterThanOrEqualTo(before);
        assertThat(state.size().standingBytes()).isEqualTo(before);
    }

    @Test
    void entriesThatAreTooOldAreSwept() {
        give(300);

        int next = 0;
        do {
            next = state.rings().sweep(next, 7, id(201));
        } while (next != 0);

        assertThat(state.size())
                .extracting(Timelines.Size::entries, Timelines.Size::tweets)
                .containsExactly(100L * READERS.length, 100L);
    }

    private void give(int tweets) {
        for (int n = 1; n <= tweets; n++) {
            Tweet tweet = tweet(id(n), ADA).build();
            state.apply(new Delivery(List.of(Histories.fannedOut(tweet, null, READERS))));
        }
    }

    private static long id(int n) {
        return idAt(ADA, Given.NOON + n);
    }
}
