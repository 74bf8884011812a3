package dev.skein.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.http.Viewer;
import dev.skein.http.live.Channel;
import dev.skein.http.live.Closing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    private static final long SECOND = 1L << 32;

    private final List<String> told = new ArrayList<>();

    @Test
    void whatCameBeforeAReloadIsNotToldBehindIt() {
        LiveStream stream = new LiveStream(
                new Viewer(1, "session", Instant.EPOCH, Instant.MAX),
                new Written(),
                (event, id, json) -> event + " " + json,
                StreamPosition.after(List.of(10 * SECOND), 0),
                0,
                CompletableFuture::new);

        stream.item(100 * SECOND, "old");
        stream.above(new Watching.Above(List.of(new Watching.Item(200 * SECOND, "new")), true, true));
        stream.item(300 * SECOND, "next");

        assertThat(told).containsExactly("open {\"rebuilding\":false}", "reload {\"what\":\"timeline\"}", "item next");
    }

    private final class Written implements Channel {
        @Override
        public void write(String message, Runnable done) {
            told.add(message);
            done.run();
        }

        @Override
        public boolean ping() {
            return true;
        }

        @Override
        public void close(Closing closing) {
            told.add("closed");
        }
    }
}
