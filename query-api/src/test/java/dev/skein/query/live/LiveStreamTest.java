package dev.skein.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    private static final long SECOND = 1L << 32;

    private final List<String> told = new ArrayList<>();

    @Test
    void whatCameBeforeAReloadIsNotToldBehindIt() {
        LiveStream stream = ReadAtOnce.stream(told, StreamPosition.after(List.of(10 * SECOND), 0));

        stream.item(100 * SECOND, "old");
        stream.above(new Watching.Above(List.of(new Watching.Item(200 * SECOND, "new")), true, true));
        stream.item(300 * SECOND, "next");

        assertThat(told).containsExactly("open {\"rebuilding\":false}", "reload {\"what\":\"timeline\"}", "item next");
    }
}
