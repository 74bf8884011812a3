package dev.skein.streams.home;

import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.Given;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads while a writer goes on as fast as it can: what they see must be something that was. */
class ConcurrentReadsTest {
    private static final long ADA = user(1);
    private static final long[] READERS =
            IntStream.rangeClosed(2, 9).mapToLong(Given::user).sorted().toArray();
    private static final int TWEETS = 60_000;
    private static final int BACKFILLS = 4_000;

    private final TimelineState state = new TimelineState();
    private final AtomicBoolean written = new AtomicBoolean();

    /** One author writes to all in order, now and then two at once in the wrong order: a page has no hole and goes not back. */
    @Test
    void aPageShowsEachEntryWholeAndNoneIsMissingBetweenTwo() {
        List<CompletableFuture<Long>> readers = Stream.generate(() -> CompletableFuture.supplyAsync(this::read))
                .limit(2)
                .toList();

        try {
            for (int n = 1; n <= TWEETS; n++) {
                if (n % 97 == 0) {
                    // Comes late, among what is there.
                    give(n + 1);
                    for (long reader : READERS) {
                        apply(new Backfilled(reader, ADA, List.of(new Entry(text(n), null)), 0L, null, List.of()));
                    }
                    n++;
                } else {
                    give(n);
                }
            }
        } finally {
            written.set(true);
        }

        assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isPositive());
    }

    /** Half of a hundred come at once, among what is there, to one reader after the other: a page shows all of them or none. */
    @Test
    void whatComesAtOnceIsSeenAtOnce() {
        List<Entry> before = everyOther(1);
        List<Entry> backfill = everyOther(2);
        AtomicLong reader = new AtomicLong();
        CompletableFuture<Map<Integer, Long>> sizes = CompletableFuture.supplyAsync(() -> {
            Map<Integer, Long> seen = new HashMap<>();
            while (!written.get()) {
                seen.merge(
                        TimelinePage.read(state, reader.get(), Histories.EVERYBODY, 0, Timelines.NEWEST, 200)
                                .size(),
                        1L,
                        Long::sum);
            }
            return seen;
        });

        try {
            for (int n = 1; n <= BACKFILLS; n++) {
                long next = user(1_000 + n);
                apply(new Backfilled(next, ADA, before, 0L, null, List.of()));
                reader.set(next);
                apply(new Backfilled(next, ADA, backfill, 0L, null, List.of()));
            }
        } finally {
            written.set(true);
        }

        assertThat(sizes.join().keySet()).contains(50, 100).isSubsetOf(0, 50, 100);
    }

    /** Timelines are dropped, and others take their memory: whoever reads meanwhile finds what is theirs, or nothing. */
    @Test
    void nobodyFindsWhatIsSomebodyElses() {
        List<List<Entry>> own = LongStream.of(READERS)
                .mapToObj(who -> IntStream.rangeClosed(1, 50)
                        .mapToObj(n ->
                                new Entry(tweet(idAt(who, Given.NOON + n), who).build(), null))
                        .toList())
                .toList();
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
            long found = 0;
            for (int n = 0; !written.get(); n++) {
                long who = READERS[n % READERS.length];
                for (TimelineEntry entry :
                        TimelinePage.read(state, who, Histories.EVERYBODY, 0, Timelines.NEWEST, 50)) {
                    assertThat(entry.author().getId()).isEqualTo(who);
                    found++;
                }
            }
            return found;
        });

        try {
            for (int n = 0; n < 10 * BACKFILLS; n++) {
                long who = READERS[n % READERS.length];
                apply(new Backfilled(who, who, own.get(n % READERS.length), 0L, null, List.of()));
                state.rings().drop(READERS[(n + 3) % READERS.length]);
            }
        } finally {
            written.set(true);
        }

        assertThat(reader.join()).isPositive();
    }

    private static List<Entry> everyOther(int first) {
        return IntStream.range(0, 50)
                .mapToObj(i -> new Entry(text(first + 2 * i), null))
                .toList();
    }

    private long read() {
        long pages = 0;
        long[] newest = new long[READERS.length];
        while (!written.get()) {
            int who = (int) (pages++ % READERS.length);
            List<TimelineEntry> page =
                    TimelinePage.read(state, READERS[who], Histories.EVERYBODY, 0, Timelines.NEWEST, 20);
            long above = -1;
            int holes = 0;
            for (TimelineEntry entry : page) {
                long n = number(entry.id());
                assertThat(entry.tweet().getText()).isEqualTo("tweet " + n);
                if (above >= 0) {
                    assertThat(n).isLessThan(above);
                    holes += above - n == 2 ? 1 : 0;
                    assertThat(above - n).isLessThanOrEqualTo(2);
                }
                above = n;
            }
            // The one that comes late may not be there yet.
            assertThat(holes).isLessThanOrEqualTo(1);
            if (!page.isEmpty()) {
                assertThat(page).hasSizeGreaterThanOrEqualTo((int)
                        Math.min(20, number(page.get(0).id()) - 1));
                assertThat(number(page.get(0).id())).isGreaterThanOrEqualTo(newest[who]);
                newest[who] = number(page.get(0).id());
            }
        }
        return pages;
    }

    private void give(int n) {
        apply(Histories.fannedOut(text(n), null, READERS));
    }

    private void apply(Object change) {
        state.apply(new Delivery(List.of(change)));
    }

    private static Tweet text(int n) {
        return tweet(idAt(ADA, Given.NOON + n), ADA).setText("tweet " + n).build();
    }

    private static long number(long id) {
        return dev.skein.catalog.Id.millis(id) - Given.NOON;
    }
}
