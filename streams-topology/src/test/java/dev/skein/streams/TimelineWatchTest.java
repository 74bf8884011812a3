package dev.skein.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.streams.TimelineWatch.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineWatchTest {
    private final TimelineWatch watch = new TimelineWatch();
    private final List<Change> told = new ArrayList<>();

    @Test
    void whoeverIsWatchedIsFoundHoweverManyCameAndWent() {
        Random random = new Random(1);
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long reader = 1L + random.nextInt(3_000);
            if (random.nextInt(3) > 0) {
                watch.watch(reader);
                model.merge(reader, 1, Integer::sum);
            } else {
                watch.unwatch(reader);
                model.computeIfPresent(reader, (id, count) -> count == 1 ? null : count - 1);
            }
        }

        assertThat(watch.size()).isEqualTo(model.size());
        assertThat(model.keySet()).isNotEmpty().allMatch(watch::isWatched);
        // Some who have gone may still be told of, but nobody who was never there.
        for (long reader = 3_001; reader < 6_000; reader++) {
            assertThat(watch.isWatched(reader)).isFalse();
        }
        model.forEach((reader, count) -> {
            for (int i = 0; i < count; i++) {
                watch.unwatch(reader);
            }
        });
        assertThat(watch.size()).isZero();
        assertThat(model.keySet()).noneMatch(watch::isWatched);
    }

    @Test
    void whatConcernsThemIsToldAtTheEndOfARecord() {
        watch.tell(told::addAll);
        TimelineWatch.Teller teller = watch.teller(3);
        teller.entered(1, 100);
        teller.published(9, 100);
        watch.watch(1);
        teller.entered(1, 101);
        teller.entered(2, 101);
        teller.published(9, 102);
        teller.changed(1);
        teller.changed(2);

        assertThat(told).isEmpty();
        teller.tell();
        teller.tell();

        assertThat(told)
                .containsExactly(new Change.Entered(1, 101), new Change.Published(3, 9, 102), new Change.Changed(1));
    }
}
