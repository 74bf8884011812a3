package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import java.util.Arrays;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The lists that the fan-out reads, in memory: loaded from the store {@code followers} when an author first tweets, kept
 * current by the edge changes, and dropped when not used of late. A scan of {@code followers} costs more than the
 * whole delivery should.
 *
 * <p>It is a state store, though it keeps nothing over a restart, because that is how the processors of one task share
 * something that lives and dies with the task.
 */
final class FollowerLists implements StateStore {
    /** In the topology. */
    static final String NAME = "follower-lists";

    /** How many readers the lists of all tasks of an application have together at most, about nine bytes each. */
    static final int READERS_MAX = 16_000_000;

    /** Longer lists are not kept: they are read a step at a time. */
    static final int LIST_MAX = 16_384;

    /**
     * Whom an author reaches.
     *
     * @param list all readers, the author among them; null: they are too many to be reached in one step
     * @param followersMin how many follow; where there is no list, and they are more than anybody asks, at least so many
     */
    record Reach(@Nullable FollowerList list, long followersMin) {}

    /** What is known of an author: the list, or, where it is too long, how many readers there are. */
    private static final class Known {
        @Nullable
        FollowerList list;

        /** Of a list that is too long; exact below the most that is counted. */
        long count;

        int held() {
            return list == null ? 1 : list.size();
        }
    }

    private final int partitions;
    private final int listMax;
    private final int countMax;
    private final Recent<Known> byAuthor;
    private boolean open;

    /**
     * Lists of one task.
     *
     * @param partitions of readers
     * @param readersMax held in all lists together
     * @param listMax readers in a list
     * @param famousFollowers up to where followers must be counted
     */
    FollowerLists(int partitions, int readersMax, int listMax, int famousFollowers) {
        this.partitions = partitions;
        this.byAuthor = new Recent<>(readersMax, Known::held);
        this.listMax = listMax;
        this.countMax = Math.max(listMax, famousFollowers) + 2;
    }

    /** Everybody who gets what the author tweets: their followers, and the author. */
    Reach of(long author, ReadOnlyKeyValueStore<IdPair, Long> followers) {
        Known known = byAuthor.get(author);
        if (known == null) {
            known = load(author, followers);
            byAuthor.put(author, known);
        }
        return new Reach(known.list, known.list == null ? known.count : known.list.size() - 1L);
    }

    /** The edge stands now, and did not before. */
    void added(long author, long follower) {
        Known known = byAuthor.remove(author);
        if (known == null) {
            return;
        }
        FollowerList list = known.list;
        if (list == null) {
            known.count++;
        } else {
            list.add(follower);
            if (list.size() > listMax) {
                known.count = list.size() - 1L;
                known.list = null;
            }
        }
        byAuthor.put(author, known);
    }

    /** The edge is gone, and stood before. */
    void removed(long author, long follower) {
        Known known = byAuthor.remove(author);
        if (known == null) {
            return;
        }
        FollowerList list = known.list;
        if (list != null) {
            list.remove(follower);
        } else if (--known.count < listMax || known.count >= countMax - 2) {
            // Short enough for a list now, or never counted to the end: looked at anew when needed.
            return;
        }
        byAuthor.put(author, known);
    }

    /** To be said by whoever tells of edges, before the first: as long as this was a copy's nobody did. */
    void begin() {
        byAuthor.clear();
    }

    private Known load(long author, ReadOnlyKeyValueStore<IdPair, Long> followers) {
        Known known = new Known();
        long[] ids = step(author, 0, listMax, followers);
        if (ids.length <= listMax) {
            known.list = new FollowerList(ids, partitions);
        } else {
            known.count = count(author, followers);
        }
        return known;
    }

    private long count(long author, ReadOnlyKeyValueStore<IdPair, Long> followers) {
        long count = 0;
        try (KeyValueIterator<IdPair, Long> edges = followers.range(IdPair.from(author), IdPair.to(author))) {
            for (; count < countMax && edges.hasNext(); edges.next()) {
                count++;
            }
        }
        return count;
    }

    /**
     * The next readers of an author, in rising order: of the first step the author is one.
     *
     * @param after readers up to this id have been reached; 0: the first step
     * @param limit how many followers at most; where there are more the last one says how it goes on
     */
    static long[] step(long author, long after, int limit, ReadOnlyKeyValueStore<IdPair, Long> followers) {
        long[] ids = new long[16];
        int size = 0;
        try (KeyValueIterator<IdPair, Long> edges = followers.range(new IdPair(author, after + 1), IdPair.to(author))) {
            while (size < limit && edges.hasNext()) {
                ids = put(ids, size++, edges.next().key.second());
            }
        }
        ids = Arrays.copyOf(ids, size);
        return after == 0 ? with(author, ids) : ids;
    }

    private static long[] with(long author, long[] ids) {
        int at = -Arrays.binarySearch(ids, author) - 1;
        if (at < 0) {
            return ids;
        }
        long[] with = new long[ids.length + 1];
        System.arraycopy(ids, 0, with, 0, at);
        with[at] = author;
        System.arraycopy(ids, at, with, at + 1, ids.length - at);
        return with;
    }

    private static long[] put(long[] ids, int at, long id) {
        long[] large = at == ids.length ? Arrays.copyOf(ids, 2 * at) : ids;
        large[at] = id;
        return large;
    }

    /** How many readers are held. */
    long size() {
        return byAuthor.weight();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        byAuthor.clear();
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
