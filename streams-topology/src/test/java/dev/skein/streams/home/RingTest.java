package dev.skein.streams.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
    private volatile long[] shared = Ring.EMPTY;

    @Test
    void entriesInOrderAreAppendedInPlace() {
        long[] ring = Ring.enter(Ring.EMPTY, 1, RingTest::ignore);

        assertThat(Ring.enter(ring, 2, RingTest::ignore)).isSameAs(ring);
        assertThat(Ring.ids(ring)).containsExactly(2, 1);
        assertThat(Ring.ids(Ring.EMPTY)).isEmpty();
    }

    @Test
    void whoReadsWhileEntriesMoveFindsThatTheyDid() {
        long[] ring = Ring.EMPTY;
        for (long id : new long[] {10, 20, 30}) {
            ring = Ring.enter(ring, id, RingTest::ignore);
        }
        int moves = Ring.moves(ring);
        int last = Ring.last(ring);

        assertThat(Ring.enter(ring, 40, RingTest::ignore)).isSameAs(ring);
        assertThat(Ring.stands(ring, moves, last)).isTrue();
        ring = Ring.enter(ring, 50, RingTest::ignore);
        moves = Ring.moves(ring);
        last = Ring.last(ring);
        assertThat(Ring.enter(ring, 15, RingTest::ignore)).isSameAs(ring);
        assertThat(Ring.stands(ring, moves, last)).isFalse();
        assertThat(Ring.ids(ring)).containsExactly(50, 40, 30, 20, 15, 10);
    }

    /** Half of all entries are late where several partitions of authors write: they must not move hundreds of others. */
    @Test
    void aLateOneGetsItsPlaceInTheSameArray() {
        long[] ring = Ring.EMPTY;
        for (int id = 1_000; id < 1_700; id++) {
            ring = Ring.enter(ring, id, RingTest::ignore);
        }
        int arrays = 0;
        for (int id = 999; id > 939; id--) {
            long[] after = Ring.enter(ring, id, RingTest::ignore);
            arrays += after == ring ? 0 : 1;
            ring = after;
            assertThat(Ring.enter(ring, id, RingTest::ignore)).isSameAs(ring);
        }

        assertThat(arrays).isLessThanOrEqualTo(2);
        assertThat(Ring.size(ring)).isEqualTo(760);
        assertThat(Ring.ids(ring)).startsWith(1_699, 1_698).endsWith(941, 940);
    }

    @Test
    void aFullOneGoesRoundInItsArray() {
        long[] ring = Ring.EMPTY;
        long id = 0;
        while (id < 801) {
            ring = Ring.enter(ring, ++id, RingTest::ignore);
        }
        long[] full = ring;
        int moves = Ring.moves(full);
        int last = Ring.last(full);

        // What a reader has just begun to read stays until so many have come.
        for (int i = 0; i < 223; i++) {
            ring = Ring.enter(ring, ++id, RingTest::ignore);
            assertThat(Ring.stands(full, moves, last)).isTrue();
        }
        ring = Ring.enter(ring, ++id, RingTest::ignore);
        assertThat(Ring.stands(full, moves, last)).isFalse();
        while (id < 10_000) {
            ring = Ring.enter(ring, ++id, RingTest::ignore);
        }

        assertThat(ring).isSameAs(full);
        assertThat(Ring.ids(ring))
                .containsExactly(LongStream.iterate(10_000, each -> each - 1)
                        .limit(Timelines.ENTRIES_MAX)
                        .toArray());
    }

    /** As it is before the last two moves of an entry that takes the place below 20. */
    @Test
    void whatIsMovingIsFoundAndCountsOnce() {
        long[] before = {6, 0, 5, 10, 20, 30, 30};
        long[] after = {6, 0, 5, 10, 20, 20, 30};

        for (long[] ring : List.of(before, after)) {
            assertThat(Ring.ids(ring)).containsExactly(30, 20, 10, 5);
            for (long id : new long[] {5, 10, 20, 30}) {
                assertThat(Ring.holds(ring, 2, 6, id)).isTrue();
            }
        }
    }

    /** A writer that is stopped in the middle of a move stops nobody: each state in between can be read. */
    @Test
    void whoReadsMeanwhileFindsAllThatWasThereEachOnce() {
        AtomicBoolean written = new AtomicBoolean();
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
            long read = 0;
            while (!written.get()) {
                long[] ids = Ring.ids(shared);
                // Pairs come in the wrong order: at most the older one of one pair is missing.
                long missing = IntStream.range(1, ids.length)
                        .filter(i -> ids[i - 1] - ids[i] != 1)
                        .peek(i -> assertThat(ids[i - 1] - ids[i]).isEqualTo(2))
                        .count();
                assertThat(missing).isLessThanOrEqualTo(1);
                read++;
            }
            return read;
        });

        try {
            for (long id = 1; id < 400_000; id += 2) {
                for (long each : new long[] {id + 1, id}) {
                    shared = Ring.enter(shared, each, RingTest::ignore);
                }
            }
        } finally {
            written.set(true);
        }

        assertThat(reader.join()).isPositive();
    }

    @Test
    void aRetweetSortsByItsIdAndIsKnownAsOne() {
        long[] ring = Ring.enter(Ring.EMPTY, Ring.retweet(5), RingTest::ignore);
        ring = Ring.enter(ring, 7, RingTest::ignore);
        ring = Ring.enter(ring, 3, RingTest::ignore);

        assertThat(Ring.ids(ring)).containsExactly(7, 5, 3);
        assertThat(Ring.isRetweet(ring[3])).isTrue();
        assertThat(Ring.holds(ring, 2, 4, 7)).isTrue();
        assertThat(Ring.holds(ring, 2, 4, 5)).isFalse();
        assertThat(Ring.holds(ring, 2, 4, 8)).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderOfArrivalAndAnyDoublesComeToTheNewest(long seed) {
        Random random = new Random(seed);
        Set<Long> entered = new HashSet<>();
        List<Long> dropped = new ArrayList<>();
        long[] ring = Ring.EMPTY;
        int bound = 1 + random.nextInt(6_000);

        for (int i = 0; i < 4_000; i++) {
            // Mostly in order, as tweets come, with stragglers and doubles.
            long id = 1L + (random.nextInt(3) > 0 ? Math.min(bound, i) : random.nextInt(bound));
            entered.add(id);
            ring = Ring.enter(ring, id, (slots, from, to) -> LongStream.range(from, to)
                    .forEach(at -> dropped.add(slots[(int) at])));

            if (i % 97 == 0 || i > 3_990) {
                assertThat(LongStream.of(Ring.ids(ring)).boxed().toList())
                        .isEqualTo(entered.stream()
                                .sorted(Comparator.reverseOrder())
                                .limit(Timelines.ENTRIES_MAX)
                                .toList());
            }
        }
        assertThat(dropped).doesNotHaveDuplicates();
        assertThat(Collections.disjoint(
                        new HashSet<>(dropped),
                        LongStream.of(Ring.ids(ring)).boxed().toList()))
                .isTrue();
    }

    private static void ignore(long[] slots, int from, int to) {}
}
