package dev.skein.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.http.testing.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private final MovingClock clock = new MovingClock(Instant.ofEpochMilli(1_000_000));
    private final List<String> told = new ArrayList<>();
    private final Activity activity = new Activity((user, at) -> told.add(user + "@" + at), clock);

    @Test
    void onePersonIsToldOfOnceAMinute() {
        activity.seen(7, true);
        clock.advance(Duration.ofMillis(59_999));
        activity.seen(7, true);
        activity.seen(8, true);
        clock.advance(Duration.ofMillis(1));
        activity.seen(7, true);

        assertThat(told).containsExactly("7@1000000", "8@1059999", "7@1060000");
        assertThat(activity.lastSeenMillis(7)).isEqualTo(1_060_000);
        assertThat(activity.lastSeenMillis(9)).isNull();
    }
}
