package dev.skein.query.live;

import dev.skein.http.Viewer;
import dev.skein.http.live.Channel;
import dev.skein.http.live.Closing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client that reads everything at once. */
record ReadAtOnce(List<String> told) implements Channel {
    /** A stream to one, of events and their data. */
    static LiveStream stream(List<String> told, @Nullable StreamPosition after) {
        return new LiveStream(
                new Viewer(1, "session", Instant.EPOCH, Instant.MAX),
                new ReadAtOnce(told),
                (event, id, json) -> event + " " + json,
                after,
                0,
                CompletableFuture::new);
    }

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
