package dev.skein.streams.home;

import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.streams.BadRecordException;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
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

    private final Deserializer<Delivery> deliveries;
    private final int partitions;

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
     * @throws BadRecordException where it must not be applied; nothing of it is
     */
    void apply(Delivery delivery) {
        Open now = opened();
        now.rules.require(delivery);
        now.state.apply(delivery);
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
        return standing(reader) instanceof Standing.Whole;
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
        context.register(root, (BatchingStateRestoreCallback) this::restore);
    }

    private void restore(Collection<KeyValue<byte[], byte[]>> records) {
        for (KeyValue<byte[], byte[]> record : records) {
            try {
                Delivery delivery = deliveries.deserialize(Topics.DELIVERIES.name(), record.value);
                if (delivery != null) {
                    apply(delivery);
                }
            } catch (SerializationException | BadRecordException e) {
                // It went to the dead letters when it was new.
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
