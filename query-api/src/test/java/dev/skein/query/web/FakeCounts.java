package dev.skein.query.web;

import dev.skein.schemas.engagement.Engagement;
import dev.skein.streams.engagement.CountsInMemory;
import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;

/** The counts of some tweets; of the others it knows nothing. */
record FakeCounts(Map<Long, Engagement> counts) implements CountsInMemory, StateStore {
    @Override
    public @Nullable Engagement of(long tweet) {
        return counts.get(tweet);
    }

    @Override
    public String name() {
        return "counts-in-memory";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
