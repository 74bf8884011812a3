package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The lists that the fan-out reads, in memory: loaded from the store {@code followers} when an author first tweets, kept
 * current by the edge changes, and dropped when not used for longest. A scan of {@code followers} costs more than the
 * whole delivery should.
 *
 * <p>It is a state store, though it keeps nothing over a restart, because that is how the processors of one task share
 * something that lives and dies with the task.
 */
final class FollowerLists implements StateStore {
    /** In the topology. */
    static final String NAME = "follower-lists";

    /** How many readers the lists of a task have together, about nine bytes each: the longest unused ones are dropped. */
    static final int READERS_MAX = 4_000_000;

    private final int partitions;
    private final int readersMax;
    private final Map<Long, FollowerList> byAuthor = new LinkedHashMap<>(16, 0.75f, true);
    private long readers;
    private boolean open;

    FollowerLists(int partitions, int readersMax) {
        this.partitions = partitions;
        this.readersMax = readersMax;
    }

    /** Everybody who gets what the author tweets: their followers, and the author. */
    FollowerList of(long author, ReadOnlyKeyValueStore<IdPair, Long> followers) {
        FollowerList cached = byAuthor.get(author);
        if (cached != null) {
            return cached;
        }
        FollowerList loaded = new FollowerList(load(author, followers), partitions);
        byAuthor.put(author, loaded);
        readers += loaded.size();
        dropLongestUnused(author);
        return loaded;
    }

    /** The edge stands now. */
    void added(long author, long follower) {
        FollowerList cached = byAuthor.get(author);
        if (cached != null) {
            readers -= cached.size();
            cached.add(follower);
            readers += cached.size();
            dropLongestUnused(author);
        }
    }

    /** The edge is gone. */
    void removed(long author, long follower) {
        FollowerList cached = byAuthor.get(author);
        if (cached != null) {
            readers -= cached.size();
            cached.remove(follower);
            readers += cached.size();
        }
    }

    private void dropLongestUnused(long exceptAuthor) {
        Iterator<Map.Entry<Long, FollowerList>> longestUnusedFirst =
                byAuthor.entrySet().iterator();
        while (readers > readersMax && longestUnusedFirst.hasNext()) {
            Map.Entry<Long, FollowerList> eldest = longestUnusedFirst.next();
            if (eldest.getKey() != exceptAuthor) {
                readers -= eldest.getValue().size();
                longestUnusedFirst.remove();
            }
        }
    }

    private static long[] load(long author, ReadOnlyKeyValueStore<IdPair, Long> followers) {
        long[] ids = new long[16];
        int size = 0;
        boolean authorIn = false;
        try (KeyValueIterator<IdPair, Long> edges = followers.range(IdPair.from(author), IdPair.to(author))) {
            while (edges.hasNext()) {
                long follower = edges.next().key.second();
                if (!authorIn && follower > author) {
                    ids = put(ids, size++, author);
                    authorIn = true;
                }
                ids = put(ids, size++, follower);
            }
        }
        if (!authorIn) {
            ids = put(ids, size++, author);
        }
        return Arrays.copyOf(ids, size);
    }

    private static long[] put(long[] ids, int at, long id) {
        long[] large = at == ids.length ? Arrays.copyOf(ids, 2 * at) : ids;
        large[at] = id;
        return large;
    }

    /** How many readers are held. */
    long size() {
        return readers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        byAuthor.clear();
        readers = 0;
        open = true;
        context.register(root, (key, value) -> {
            throw new IllegalStateException(NAME + " has no changelog");
        });
    }

    @Override
    public void close() {
        open = false;
        byAuthor.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
