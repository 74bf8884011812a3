package dev.skein.query.web;

import dev.skein.schemas.engagement.Engagement;
import dev.skein.streams.engagement.CountsInMemory;
import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;

/** The counts of some tweets; of the others it knows nothing. */
record FakeCounts(Map<Long, Engagement> counts) implements CountsInMemory, StateStore {
    private record Known(Engagement now) implements Counts {
        @Override
        public boolean isCurrent() {
            return true;
        }
    }

    @Override
    public @Nullable Counts of(long tweet) {
        Engagement known = counts.get(tweet);
        return known == null ? null : new Known(known);
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
