package dev.skein.streams;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Lets a processor hold something in memory until the next commit, so that what many records come to is written and
 * forwarded once. Nothing may be held back over a commit: what is committed is not heard again.
 *
 * <p>Kafka Streams has no public hook before a commit, but it flushes the caches of stores then. This is a store with
 * nothing in it but such a cache; what its flush writes and forwards belongs to the commit, also under exactly_once_v2.
 */
public final class BeforeCommit implements StateStore, CachedStateStore<Object, Object> {
    private final String name;
    private Runnable flush = () -> {};
    private boolean open;

    private BeforeCommit(String name) {
        this.name = name;
    }

    /** To be added to a topology under a name of its own. */
    public static StoreBuilder<BeforeCommit> store(String name) {
        return new CustomStoreBuilder<>(name, () -> new BeforeCommit(name));
    }

    /**
     * Said in {@code init} of the one processor that this belongs to, which forgets there what it held before: that was
     * not committed.
     *
     * @param flush writes and forwards all that is held; does nothing where nothing is
     */
    public void call(ProcessingContext context, Runnable flush) {
        InternalProcessorContext<?, ?> internal = (InternalProcessorContext<?, ?>) context;
        ProcessorNode<?, ?, ?, ?> here = internal.currentNode();
        this.flush = () -> {
            // Before a commit no node is the current one.
            ProcessorNode<?, ?, ?, ?> before = internal.currentNode();
            internal.setCurrentNode(here);
            try {
                flush.run();
            } finally {
                internal.setCurrentNode(before);
            }
        };
    }

    @Override
    public void flushCache() {
        flush.run();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void clearCache() {
        flush = () -> {};
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open = true;
        context.register(root, (key, value) -> {
            throw new IllegalStateException(name + " has no changelog");
        });
    }

    @Override
    public void close() {
        open = false;
        flush = () -> {};
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
