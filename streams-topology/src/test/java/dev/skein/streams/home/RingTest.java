package dev.skein.streams.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.LongBuffer;
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
    private final Blocks memory = new Blocks(Blocks.SLAB_BLOCKS);
    private final Ring ring = new Ring(memory, 0);

    @Test
    void entriesAreNewestFirst() {
        enter(1, 2);

        assertThat(ids(ring)).containsExactly(2, 1);
        assertThat(ids(Ring.EMPTY)).isEmpty();
    }

    @Test
    void whoReadsWhileEntriesMoveFindsThatTheyDid() {
        enter(10, 20, 30);
        int moves = ring.moves();
        int last = ring.last();

        enter(40);
        assertThat(ring.stands(moves, last)).isTrue();
        enter(15);
        assertThat(ring.stands(moves, last)).isFalse();
        assertThat(ids(ring)).containsExactly(40, 30, 20, 15, 10);
    }

    @Test
    void aLateOneGetsItsPlace() {
        enter(LongStream.range(1_000, 1_700).toArray());
        for (long id = 999; id > 939; id--) {
            assertThat(ring.enter(id, RingTest::ignore)).isTrue();
            assertThat(ring.enter(id, RingTest::ignore)).isFalse();
        }

        assertThat(ring.size()).isEqualTo(760);
        assertThat(ids(ring)).startsWith(1_699, 1_698).endsWith(941, 940);
    }

    /** Half of all entries are late where several partitions of authors write: wherever blocks end, each finds its place. */
    @Test
    void aLittleLateOneGetsItsPlaceAcrossBlocks() {
        for (int late = 1; late < 3 * Blocks.SLOTS; late++) {
            Ring each = new Ring(memory, 0);
            for (long id = 1; id <= 200; id++) {
                long expected = id;
                if (id != 100) {
                    assertThat(each.enter(id, RingTest::ignore)).isTrue();
                }
                if (id == 100 + late) {
                    assertThat(each.enter(100, RingTest::ignore)).isTrue();
                    assertThat(ids(each))
                            .isEqualTo(LongStream.iterate(id, one -> one - 1)
                                    .limit(expected)
                                    .toArray());
                }
            }
        }
    }

    @Test
    void aFullOneGoesRoundInItsMemory() {
        enter(LongStream.rangeClosed(1, 897).toArray());
        long bytes = memory.bytes();
        int moves = ring.moves();
        int last = ring.last();

        // What a reader has just begun to read stays until so many have come.
        enter(LongStream.range(898, 993).toArray());
        assertThat(ring.stands(moves, last)).isTrue();
        enter(993);
        assertThat(ring.stands(moves, last)).isFalse();
        enter(LongStream.rangeClosed(994, 10_000).toArray());

        assertThat(memory.bytes()).isEqualTo(bytes);
        assertThat(ids(ring))
                .containsExactly(LongStream.iterate(10_000, each -> each - 1)
                        .limit(Timelines.ENTRIES_MAX)
                        .toArray());
    }

    /** As it is before the last two moves of an entry that takes the place below 20. */
    @Test
    void whatIsMovingIsFoundAndCountsOnce() {
        for (long[] slots : new long[][] {{5, 10, 20, 30, 30}, {5, 10, 20, 20, 30}}) {
            Ring moving = Ring.of(memory, 0, LongBuffer.wrap(slots), slots.length);

            assertThat(ids(moving)).containsExactly(30, 20, 10, 5);
            for (long id : new long[] {5, 10, 20, 30}) {
                assertThat(moving.holds(0, 4, id)).isTrue();
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
                long[] ids = ids(ring);
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
                enter(id + 1, id);
            }
        } finally {
            written.set(true);
        }

        assertThat(reader.join()).isPositive();
    }

    @Test
    void oneThatIsNobodysGivesItsMemoryBackAndStandsNoMore() {
        enter(LongStream.rangeClosed(1, 300).toArray());
        int moves = ring.moves();
        int last = ring.last();
        long bytes = memory.bytes();
        Ring copy = ring.copy();

        ring.retire();
        Ring next = new Ring(memory, 0);
        LongStream.rangeClosed(1_001, 1_300).forEach(id -> next.enter(id, RingTest::ignore));

        assertThat(memory.bytes()).isEqualTo(2 * bytes);
        assertThat(ring.stands(moves, last)).isFalse();
        assertThat(ring.stands(ring.moves(), ring.last())).isFalse();
        assertThat(ring.newest()).isNull();
        assertThat(ids(copy)).startsWith(300).endsWith(1).hasSize(300);
        assertThat(ids(next)).startsWith(1_300).endsWith(1_001).hasSize(300);
        copy.retire();
        next.retire();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void aRetweetSortsByItsIdAndIsKnownAsOne() {
        enter(Ring.retweet(5), 7, 3);

        assertThat(ids(ring)).containsExactly(7, 5, 3);
        assertThat(Ring.isRetweet(ring.slot(1))).isTrue();
        assertThat(ring.holds(0, 2, 7)).isTrue();
        assertThat(ring.holds(0, 2, 5)).isFalse();
        assertThat(ring.holds(0, 2, 8)).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderOfArrivalAndAnyDoublesComeToTheNewest(long seed) {
        Random random = new Random(seed);
        Set<Long> entered = new HashSet<>();
        List<Long> dropped = new ArrayList<>();
        int bound = 1 + random.nextInt(6_000);

        for (int i = 0; i < 4_000; i++) {
            // Mostly in order, as tweets come, with stragglers and doubles.
            long id = 1L + (random.nextInt(3) > 0 ? Math.min(bound, i) : random.nextInt(bound));
            entered.add(id);
            ring.enter(id, slots -> LongStream.of(slots).forEach(dropped::add));

            if (i % 97 == 0 || i > 3_990) {
                assertThat(LongStream.of(ids(ring)).boxed().toList())
                        .isEqualTo(entered.stream()
                                .sorted(Comparator.reverseOrder())
                                .limit(Timelines.ENTRIES_MAX)
                                .toList());
            }
        }
        assertThat(dropped).doesNotHaveDuplicates();
        assertThat(Collections.disjoint(
                        new HashSet<>(dropped), LongStream.of(ids(ring)).boxed().toList()))
                .isTrue();
    }

    /** The ids that count, newest first. */
    static long[] ids(Ring ring) {
        long[] slots = ring.newest();
        while (slots == null) {
            slots = ring.newest();
        }
        long[] ids = new long[slots.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Ring.id(slots[ids.length - 1 - i]);
        }
        return ids;
    }

    private void enter(long... slots) {
        for (long slot : slots) {
            ring.enter(slot, RingTest::ignore);
        }
    }

    private static void ignore(long[] slots) {}
}
