package dev.skein.streams;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;

/**
 * What stores of one task hold of some ids, in memory: loaded when an id is asked for and kept current by what is written,
 * up to a bound; what was not asked for since the last look at the bound goes first.
 *
 * <p>A change is written to the store before it is told here, and an id is loaded under the lock of its place in the map: so
 * whoever loads either sees the change in the store or is told of it after. Only the task that writes the store is told; a
 * copy has nothing in memory.
 *
 * @param <V> what is held of an id; nothing in it changes
 */
public abstract class ReadThroughCache<V extends ReadThroughCache.Value> implements StateStore {
    /** The stores that are read, until others take their place. */
    private static final class Stores {
        volatile boolean left;
    }

    private static final Stores NOT_READ = new Stores();

    /** What is held of an id. */
    public abstract static class Value {
        /** Asked since it was last looked at; any thread. */
        private volatile boolean used = true;

        private volatile boolean left;
        private Stores from = NOT_READ;

        final boolean used() {
            return used;
        }

        final void lookAt() {
            used = false;
        }

        /** It is asked; written only where that is news, for all threads read it. */
        final void ask() {
            if (!used) {
                used = true;
            }
        }

        final void readFrom(Stores read) {
            from = read;
        }

        final void replace(Value before) {
            from = before.from;
            before.left = true;
        }

        final void leave() {
            left = true;
        }

        /** Whether it is still what the stores hold: whoever keeps a value need not ask again until it is not. Any thread. */
        public final boolean isCurrent() {
            ask();
            return !left && !from.left;
        }

        /** How much of the bound it takes. */
        protected abstract long size();
    }

    private final String name;
    private final long sizeMax;
    private final ConcurrentHashMap<Long, V> values = new ConcurrentHashMap<>();
    private final AtomicLong held = new AtomicLong();
    private volatile Stores stores = new Stores();
    private volatile boolean open;

    /**
     * Of one task.
     *
     * @param name of the store that this is
     * @param sizeMax what values may take together, roughly
     */
    protected ReadThroughCache(String name, long sizeMax) {
        this.name = name;
        this.sizeMax = sizeMax;
    }

    /** What the stores hold of an id; null where there is nothing that is kept current. Any thread. */
    protected abstract @Nullable V load(long id);

    /** No store is read any more. */
    protected abstract void leaveStores();

    /** To be said after the stores that {@link #load} reads are others: what is being loaded from those before goes, too. */
    protected final void forget() {
        stores.left = true;
        stores = new Stores();
        // Waits for what is being loaded under a lock, unlike an iterator.
        values.clear();
        held.set(0);
    }

    /** What an id has was changed in the store. Stream thread only. */
    protected final void change(long id, UnaryOperator<V> change) {
        values.computeIfPresent(id, (key, before) -> {
            V after = change.apply(before);
            held.addAndGet(after.size() - before.size());
            if (after != before) {
                after.replace(before);
            }
            return after;
        });
    }

    /**
     * What an id has now; null where this is a copy. Any thread.
     *
     * @throws InvalidStateStoreException where the task was closed
     */
    protected final @Nullable V get(long id) {
        if (!open) {
            throw new InvalidStateStoreException(name + " is not open");
        }
        V known = values.get(id);
        if (known != null) {
            known.ask();
            return known;
        }
        V loaded = values.computeIfAbsent(id, key -> {
            Stores read = stores;
            V value = load(key);
            if (value != null) {
                value.readFrom(read);
                held.addAndGet(value.size());
            }
            return value;
        });
        if (held.get() > sizeMax) {
            makeRoom();
        }
        return loaded;
    }

    /** Twice around at most: whatever was of use since the last look stays for one. */
    private synchronized void makeRoom() {
        for (int round = 0; round < 2; round++) {
            Iterator<Long> ids = values.keySet().iterator();
            while (held.get() > sizeMax && ids.hasNext()) {
                values.computeIfPresent(ids.next(), (id, value) -> {
                    if (value.used()) {
                        value.lookAt();
                        return value;
                    }
                    held.addAndGet(-value.size());
                    value.leave();
                    return null;
                });
            }
        }
    }

    /** What all values take of the bound. */
    protected final long held() {
        return held.get();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void init(StateStoreContext context, StateStore root) {
        leaveStores();
        open = true;
        context.register(root, (key, value) -> {
            throw new IllegalStateException(name + " has no changelog");
        });
    }

    @Override
    public final void close() {
        open = false;
        leaveStores();
    }

    @Override
    public final boolean persistent() {
        return false;
    }

    @Override
    public final boolean isOpen() {
        return open;
    }
}
