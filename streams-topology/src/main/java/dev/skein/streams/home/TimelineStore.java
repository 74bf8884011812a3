package dev.skein.streams.home;

import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.streams.BadRecordException;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store {@code timelines}: {@link TimelineState} under the care of Kafka Streams. Its changelog is the topic
 * {@code deliveries} itself, so restoring it is applying that topic from its start, by the code that applies it live.
 *
 * <p>In memory. A snapshot on disk will make it start at the snapshot's offset: it then manages its own offsets
 * (KIP-1035), and nothing else here changes.
 */
final class TimelineStore implements StateStore, Timelines {
    private static final Logger LOG = LoggerFactory.getLogger(TimelineStore.class);

    /** Instead of an offset: where it stands is not known, and nothing follows from it. */
    static final long ANY_OFFSET = -1;

    private final Deserializer<Delivery> deliveries;
    private final int partitions;

    /** Where the next delivery is expected. */
    private long nextOffset;

    private volatile boolean begun;

    /** Null until it is opened and after it is closed. */
    private volatile @Nullable Open open;

    /** What there is while it is open. */
    private record Open(TimelineState state, DeliveryRules rules) {}

    /**
     * A store of one partition.
     *
     * @param deliveries reads the changelog
     * @param partitions of readers
     */
    TimelineStore(Deserializer<Delivery> deliveries, int partitions) {
        this.deliveries = deliveries;
        this.partitions = partitions;
    }

    /**
     * Applies a delivery. Stream thread only.
     *
     * @param offset where it stands; if anything before it is missing, no timeline is whole
     * @param timestamp when it was written, milliseconds since 1970-01-01 UTC
     * @throws BadRecordException where it must not be applied; nothing of it is
     */
    void apply(Delivery delivery, long offset, long timestamp) {
        Open now = opened();
        reached(now, offset, timestamp);
        now.rules.require(delivery);
        now.state.apply(delivery);
    }

    private void reached(Open now, long offset, long timestamp) {
        if (offset > nextOffset) {
            LOG.info("deliveries before offset {} are missing: timelines are rebuilt when they are read", offset);
            now.state.standings().gap(timestamp);
        }
        nextOffset = Math.max(nextOffset, offset + 1);
        begun = true;
    }

    /** Whether it has applied anything: only then is it known whether anything is missing. Any thread. */
    boolean begun() {
        return begun;
    }

    /** Time has passed, see {@link TimelineState#turn}. Stream thread only. */
    void turn() {
        opened().state.turn();
    }

    @Override
    public List<TimelineEntry> page(long reader, long before, int limit, Relations relations) {
        return new TimelinePage(opened().state, reader, relations).read(before, limit);
    }

    @Override
    public boolean whole(long reader) {
        return begun && standing(reader) instanceof Standing.Whole;
    }

    /** How a reader's timeline stands. */
    Standing standing(long reader) {
        return opened().state.standings().of(reader);
    }

    @Override
    public Size size() {
        return opened().state.size();
    }

    @Override
    public String name() {
        return Stores.TIMELINES.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open = new Open(new TimelineState(), new DeliveryRules(context.taskId().partition(), partitions));
        nextOffset = 0;
        begun = false;
        // The public callbacks do not tell offsets, and only by them a log that no longer begins at its start is known.
        context.register(root, (RecordBatchingStateRestoreCallback) this::restore);
    }

    private void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                Delivery delivery = deliveries.deserialize(Topics.DELIVERIES.name(), record.value());
                if (delivery != null) {
                    apply(delivery, record.offset(), record.timestamp());
                }
            } catch (SerializationException | BadRecordException e) {
                // It went to the dead letters when it was new.
                reached(opened(), record.offset(), record.timestamp());
                LOG.debug("not restored", e);
            }
        }
    }

    @Override
    public void close() {
        open = null;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open != null;
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    private Open opened() {
        Open now = open;
        if (now == null) {
            throw new InvalidStateStoreException(name() + " is not open");
        }
        return now;
    }
}
