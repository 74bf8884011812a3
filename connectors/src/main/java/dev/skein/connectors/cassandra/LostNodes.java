package dev.skein.connectors.cassandra;

import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeStateListenerBase;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a node is gone: what it acknowledged in its last moments it may not remember when it comes back. */
final class LostNodes extends NodeStateListenerBase {
    private final AtomicBoolean lost = new AtomicBoolean();

    /** Whether one went since this was asked last. */
    boolean since() {
        return lost.getAndSet(false);
    }

    @Override
    public void onDown(Node node) {
        lost.set(true);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
