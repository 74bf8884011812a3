package dev.skein.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {
    private static final long START = Id.EPOCH_MILLIS + 1_000_000_000L;

    private static long id(long millis, int shard) {
        return Id.of(START + millis, 0, 0, shard);
    }

    private static StreamPosition parsed(Object text) {
        return Objects.requireNonNull(StreamPosition.parse(text.toString()));
    }

    /**
     * The model: a client has seen a set of entries. Entries come up to five seconds late; now and then the client goes away, comes back with the last id it was
     * given, and is told what stands in the timeline above it, newest first and a hundred at most, as the server does.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverComesLateAndHoweverOftenTheyGoEverythingIsSeenOnce(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> timeline = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            timeline.add(id(-random.nextInt(60_000), random.nextInt(1024)));
        }
        List<Long> expected = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        StreamPosition position = StreamPosition.after(newest(timeline), 0);
        boolean away = false;
        long millis = 0;
        for (int i = 0; i < 2_000; i++) {
            millis += random.nextInt(1_000);
            long entry = id(millis - random.nextInt(5_000), random.nextInt(1024));
            if (timeline.add(entry)) {
                expected.add(entry);
                if (!away && position.see(entry)) {
                    seen.add(entry);
                }
            }
            if (away ? random.nextInt(10) == 0 : random.nextInt(20) == 0) {
                if (away) {
                    List<Long> missed = timeline.tailSet(position.base(), false).stream()
                            .sorted(Comparator.reverseOrder())
                            .limit(Watching.ABOVE_MAX)
                            .sorted()
                            .toList();
                    missed.stream().filter(position::see).forEach(seen::add);
                } else {
                    position = parsed(position);
                }
                away = !away;
            }
        }
        timeline.tailSet(position.base(), false).stream().filter(position::see).forEach(seen::add);

        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<Long> newest(NavigableSet<Long> timeline) {
        return timeline.descendingSet().stream().limit(StreamPosition.NAMED_MAX).toList();
    }

    @Test
    void aBareEntryIdMeansThatAllUpToItWasSeen() {
        StreamPosition position = parsed(id(0, 5));

        assertThat(position.base()).isEqualTo(id(0, 5));
        assertThat(position.see(id(1, 4))).isTrue();
        assertThat(position.see(id(1, 4))).isFalse();
    }

    @Test
    void anEmptyTimelineHasAPositionToo() {
        StreamPosition position = parsed(StreamPosition.after(List.of(), 7));

        assertThat(position.base()).isZero();
        assertThat(position.notification()).isEqualTo(7);
        assertThat(position.see(id(1, 4))).isTrue();
    }

    @Test
    void whoSeesVeryMuchNamesOnlyTheNewest() {
        StreamPosition position = StreamPosition.after(List.of(), 0);
        for (int i = 0; i < 1_000; i++) {
            position.see(id(i, 1));
        }

        assertThat(position.toString().length()).isLessThan(700);
        assertThat(parsed(position).toString()).isEqualTo(position.toString());
        assertThat(position.see(id(999, 1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1~", "1~zz", "1~1.", "1_", "1~0_x", "99999999999999999999", "1 ", "1~-1"})
    void whatIsNoPositionIsRefused(String text) {
        assertThat(StreamPosition.parse(text)).isNull();
    }
}
