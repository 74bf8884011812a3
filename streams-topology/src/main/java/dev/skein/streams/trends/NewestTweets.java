package dev.skein.streams.trends;

import dev.skein.catalog.Id;
import java.util.BitSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The highest id of each worker among a partition's tweets. Ids of a worker rise, so a tweet above it was never heard of,
 * and nobody need look whether it was: nearly every tweet. One that comes later than its successor is looked for.
 */
final class NewestTweets {
    private final KeyValueStore<Long, Long> stored;
    private final long[] byWorker = new long[Id.WORKERS];
    private final BitSet changed = new BitSet();

    NewestTweets(KeyValueStore<Long, Long> stored) {
        this.stored = stored;
        try (KeyValueIterator<Long, Long> all = stored.all()) {
            while (all.hasNext()) {
                KeyValue<Long, Long> entry = all.next();
                byWorker[entry.key.intValue()] = entry.value;
            }
        }
    }

    /** Whether it was certainly never heard of; from now on it was. */
    boolean isNew(long id) {
        int worker = Id.worker(id);
        if (id <= byWorker[worker]) {
            return false;
        }
        boolean first = byWorker[worker] == 0;
        byWorker[worker] = id;
        changed.set(worker);
        // Of a worker that was not heard of, tweets may have come before this was kept.
        return !first;
    }

    /** Writes what has changed. */
    void flush() {
        changed.stream().forEach(worker -> stored.put((long) worker, byWorker[worker]));
        changed.clear();
    }
}
