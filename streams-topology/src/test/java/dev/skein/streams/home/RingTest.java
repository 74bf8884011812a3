package dev.skein.streams.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
    @Test
    void entriesInOrderAreAppendedInPlace() {
        long[] ring = Ring.enter(Ring.EMPTY, 1, RingTest::ignore);

        assertThat(Ring.enter(ring, 2, RingTest::ignore)).isSameAs(ring);
        assertThat(Ring.ids(ring)).containsExactly(2, 1);
        assertThat(Ring.ids(Ring.EMPTY)).isEmpty();
    }

    @Test
    void whoTookAPictureKeepsIt() {
        long[] ring = Ring.EMPTY;
        for (long id : new long[] {10, 20, 30}) {
            ring = Ring.enter(ring, id, RingTest::ignore);
        }
        long[] picture = Ring.ordered(ring);
        int last = Ring.last(picture);

        long[] later = Ring.enter(Ring.enter(ring, 40, RingTest::ignore), 15, RingTest::ignore);

        assertThat(Ring.ids(later)).containsExactly(40, 30, 20, 15, 10);
        assertThat(LongStream.range(Ring.first(last), last + 1).map(i -> Ring.id(ringAt(picture, i))))
                .containsExactly(10L, 20L, 30L);
    }

    /** Half of all entries are late where several partitions of authors write: they must not move hundreds of others. */
    @Test
    void aLateOneIsAppendedAndPutInOrderWithOthers() {
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
    void aRetweetSortsByItsIdAndIsKnownAsOne() {
        long[] ring = Ring.enter(Ring.EMPTY, Ring.retweet(5), RingTest::ignore);
        ring = Ring.enter(ring, 7, RingTest::ignore);
        ring = Ring.enter(ring, 3, RingTest::ignore);

        assertThat(Ring.ids(ring)).containsExactly(7, 5, 3);
        long[] picture = Ring.ordered(ring);
        assertThat(Ring.isRetweet(picture[3])).isTrue();
    }

    @Test
    void aPictureOfAPageHoldsWhatTheRingHeldThen() {
        long[] ring = Ring.EMPTY;
        for (long slot : new long[] {1, Ring.retweet(5), 7, 3}) {
            ring = Ring.enter(ring, slot, RingTest::ignore);
        }
        Picture picture = Ring.picture(ring);

        long[] later = Ring.enter(Ring.enter(ring, 2, RingTest::ignore), 8, RingTest::ignore);

        assertThat(newestFirst(picture)).containsExactly(7L, 5L, 3L, 1L);
        assertThat(newestFirst(Ring.picture(later))).containsExactly(8L, 7L, 5L, 3L, 2L, 1L);
        assertThat(picture.holds(7, picture.last())).isTrue();
        assertThat(picture.holds(7, picture.last() - 1)).isFalse();
        assertThat(picture.holds(Ring.retweet(5), picture.last())).isTrue();
        assertThat(picture.holds(5, picture.last())).isFalse();
        assertThat(picture.holds(8, picture.last())).isFalse();
        assertThat(picture.slot(picture.below(4))).isEqualTo(3);
        assertThat(newestFirst(Ring.picture(Ring.EMPTY))).isEmpty();
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
                assertThat(newestFirst(Ring.picture(ring)))
                        .isEqualTo(LongStream.of(Ring.ids(ring)).boxed().toList());
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

    private static List<Long> newestFirst(Picture picture) {
        List<Long> ids = new ArrayList<>();
        for (int i = picture.last(); i >= picture.first(); i--) {
            ids.add(Ring.id(picture.slot(i)));
        }
        return ids;
    }

    private static long ringAt(long[] ring, long index) {
        return ring[(int) index];
    }

    private static void ignore(long[] slots, int from, int to) {}
}
