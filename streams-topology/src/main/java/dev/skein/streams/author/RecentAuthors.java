package dev.skein.streams.author;

import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.user.User;
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

    /** How many all tasks of an application hold together at most, some hundred bytes each. */
    static final int AUTHORS_MAX = 400_000;

    /**
     * What is known of an author.
     *
     * @param names null where nobody is known, or nobody is there any more
     * @param leftAt when they deleted their account, milliseconds since 1970-01-01 UTC; null where they have not
     */
    record Author(@Nullable User names, @Nullable Long leftAt) {}

    private final Recent<Author> known;
    private boolean open;

    /**
     * Of one task.
     *
     * @param authorsMax how many it holds
     */
    RecentAuthors(int authorsMax) {
        this.known = new Recent<>(authorsMax, author -> 1);
    }

    /** In a processor that is connected to {@link #STORES}. */
    static RecentAuthors in(ProcessorContext<?, ?> context) {
        return context.getStateStore(NAME);
    }

    /** Who somebody is. */
    Author of(long author, ReadOnlyKeyValueStore<Long, User> users, ReadOnlyKeyValueStore<Long, Long> departed) {
        Author who = known.get(author);
        if (who == null) {
            User names = users.get(author);
            who = new Author(names, names == null ? departed.get(author) : null);
            known.put(author, who);
        }
        return who;
    }

    /** One of the stores says something else of somebody now. */
    void changed(long author) {
        known.remove(author);
    }

    /** To be said by whoever tells of changes, before the first: as long as this was a copy's nobody did. */
    void begin() {
        known.clear();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        known.clear();
        open = true;
        context.register(root, (key, value) -> {
            throw new IllegalStateException(NAME + " has no changelog");
        });
    }

    @Override
    public void close() {
        open = false;
        known.clear();
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
