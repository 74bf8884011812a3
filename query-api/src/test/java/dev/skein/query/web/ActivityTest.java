package dev.skein.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private long now = 1_000_000;
    private final List<String> told = new ArrayList<>();
    private final Activity activity = new Activity((user, at) -> told.add(user + "@" + at), new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    });

    @Test
    void onePersonIsToldOfOnceAMinute() {
        activity.seen(7, true);
        now += 59_999;
        activity.seen(7, true);
        activity.seen(8, true);
        now += 1;
        activity.seen(7, true);

        assertThat(told).containsExactly("7@1000000", "8@1059999", "7@1060000");
        assertThat(activity.lastSeenMillis(7)).isEqualTo(1_060_000);
        assertThat(activity.lastSeenMillis(9)).isNull();
    }
}
