package dev.skein.query.web;

import dev.skein.catalog.Topic;
import dev.skein.query.live.Streams;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Topics that hold what a test says. */
final class FakeTail implements Streams.Tail {
    private volatile @Nullable Listener listener;
    /** Once it is read. */
    volatile CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

    void tell(Topic<Long, ?> topic, long key, byte @Nullable [] value) {
        Listener to = listener;
        if (to != null) {
            to.record(topic, key, value);
        }
    }

    @Override
    public void start(Listener to, Runnable missed) {
        listener = to;
    }

    @Override
    public CompletableFuture<Void> want() {
        return ready;
    }

    @Override
    public void rest() {}

    @Override
    public void close() {}
}
