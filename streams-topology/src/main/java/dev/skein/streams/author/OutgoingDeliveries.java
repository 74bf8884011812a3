package dev.skein.streams.author;

import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.DeliverToAll;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * What is to be delivered, collected for each partition, so that a burst of tweets leaves as few full records instead of
 * many small ones: a record costs more than all that is in it.
 *
 * <p>Nothing may be held back over a commit, for what is committed is not heard again after a crash. Therefore this is a
 * store with a cache: Kafka Streams flushes caches before it commits, and what comes of that is sent with the commit.
 * {@link CachedStateStore} is no public interface; the public stores with caches know only the last value of a key.
 */
final class OutgoingDeliveries implements StateStore, CachedStateStore<Long, Deliver> {
    /** In the topology. */
    static final String NAME = "outgoing-deliveries";

    /** When a record is full: what it has beyond these is one change. */
    private static final int CHANGES_MAX = 256;

    private static final int BYTES_MAX = 64 * 1024;
    /** Of a tweet or another change without its text and readers. */
    private static final int CHANGE_BYTES = 200;

    /** Changes on their way to one partition. */
    private static final class Batch {
        private final List<Object> changes = new ArrayList<>();
        private long key;
        private int bytes;
    }

    private final List<Batch> byPartition = new ArrayList<>();
    private @Nullable Consumer<Deliver> sent;
    private boolean open;
    private int waiting;

    OutgoingDeliveries(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            byPartition.add(new Batch());
        }
    }

    /** Where it goes. */
    void to(Consumer<Deliver> sink) {
        this.sent = sink;
    }

    /** Takes what is to be delivered; it is sent at the latest with the next commit. */
    void add(Deliver deliver) {
        if (deliver.partition() != Deliver.EVERYWHERE) {
            add(deliver.partition(), deliver);
        } else {
            for (int partition = 0; partition < byPartition.size(); partition++) {
                add(partition, deliver);
            }
        }
    }

    /** As {@link #add(Deliver)}. */
    void add(DeliverToAll deliver) {
        byte[] tweet = FannedOutOnce.written(deliver.tweet());
        deliver.readers()
                .forEach((partition, readers) -> add(
                        partition,
                        deliver.authorId(),
                        List.of(new FannedOutOnce(deliver.tweet(), tweet, deliver.retweet(), readers))));
    }

    private void add(int partition, Deliver deliver) {
        add(partition, deliver.authorId(), deliver.delivery().getChanges());
    }

    private void add(int partition, long author, List<Object> changes) {
        Batch batch = byPartition.get(partition);
        if (batch.changes.isEmpty()) {
            batch.key = author;
            waiting++;
        }
        for (Object change : changes) {
            batch.changes.add(change);
            batch.bytes += bytes(change);
        }
        if (batch.changes.size() >= CHANGES_MAX || batch.bytes >= BYTES_MAX) {
            send(partition, batch);
        }
    }

    private static int bytes(Object change) {
        if (change instanceof FannedOut fannedOut) {
            return CHANGE_BYTES
                    + fannedOut.getTweet().getText().length()
                    + fannedOut.getReaders().remaining();
        }
        return change instanceof Backfilled backfilled
                ? CHANGE_BYTES * (1 + 2 * backfilled.getEntries().size())
                : 2 * CHANGE_BYTES;
    }

    /** Sends all that waits. */
    @Override
    public void flushCache() {
        for (int partition = 0; waiting > 0 && partition < byPartition.size(); partition++) {
            Batch batch = byPartition.get(partition);
            if (!batch.changes.isEmpty()) {
                send(partition, batch);
            }
        }
    }

    private void send(int partition, Batch batch) {
        Deliver full = new Deliver(batch.key, partition, new Delivery(List.copyOf(batch.changes)));
        batch.changes.clear();
        batch.bytes = 0;
        waiting--;
        if (sent != null) {
            sent.accept(full);
        }
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Long, Deliver> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void clearCache() {
        byPartition.forEach(batch -> {
            batch.changes.clear();
            batch.bytes = 0;
        });
        waiting = 0;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        clearCache();
        open = true;
        context.register(root, (key, value) -> {
            throw new IllegalStateException(NAME + " has no changelog");
        });
    }

    @Override
    public void close() {
        open = false;
        clearCache();
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
