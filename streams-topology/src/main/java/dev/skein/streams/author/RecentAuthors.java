package dev.skein.streams.author;

import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.user.User;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Who the authors of the latest tweets are, from the stores {@code users} and {@code departed}: asked with each tweet, where
 * RocksDB would look for each in two stores, and say by throwing that somebody is in neither or only one.
 */
final class RecentAuthors implements StateStore {
    /** In the topology. */
    static final String NAME = "recent-authors";
    /** What is needed to know who an author is. */
    static final String[] STORES = {NAME, Stores.USERS.name(), InnerStores.DEPARTED.name()};

    /** How many a task holds, some hundred bytes each, at most. */
    private static final int AUTHORS_MAX = 60_000;

    /**
     * What is known of an author.
     *
     * @param names null where nobody is known, or nobody is there any more
     * @param leftAt when they deleted their account, milliseconds since 1970-01-01 UTC; null where they have not
     */
    record Author(@Nullable User names, @Nullable Long leftAt) {}

    /** Those of late, and those of the time before: whoever is asked for again is taken over. */
    private Map<Long, Author> known = new HashMap<>();

    private Map<Long, Author> before = new HashMap<>();
    private boolean open;

    /** In a processor that is connected to {@link #STORES}. */
    static RecentAuthors in(ProcessorContext<?, ?> context) {
        return context.getStateStore(NAME);
    }

    /** Who somebody is. */
    Author of(long author, ReadOnlyKeyValueStore<Long, User> users, ReadOnlyKeyValueStore<Long, Long> departed) {
        Author who = known.get(author);
        if (who == null) {
            who = before.get(author);
            if (who == null) {
                User names = users.get(author);
                who = new Author(names, names == null ? departed.get(author) : null);
            }
            if (known.size() == AUTHORS_MAX / 2) {
                before = known;
                known = new HashMap<>();
            }
            known.put(author, who);
        }
        return who;
    }

    /** One of the stores says something else of somebody now. */
    void changed(long author) {
        known.remove(author);
        before.remove(author);
    }

    private void clear() {
        known = new HashMap<>();
        before = new HashMap<>();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        clear();
        open = true;
        context.register(root, (key, value) -> {
            throw new IllegalStateException(NAME + " has no changelog");
        });
    }

    @Override
    public void close() {
        open = false;
        clear();
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
