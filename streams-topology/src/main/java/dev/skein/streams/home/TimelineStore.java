package dev.skein.streams.home;

import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.streams.BadRecordException;
import dev.skein.streams.TimelineWatch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
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
 * {@code deliveries} itself, so restoring it is applying that topic, by the code that applies it live, from where a snapshot
 * on disk ends ({@link Snapshots}), or else from the start of the log.
 *
 * <p>It manages its own offsets (KIP-1035): where it says that it ends is where its snapshot ends. Kafka Streams opens a store
 * twice when a process starts, the first time only to ask that, so a snapshot is read in the background, waited for when it is
 * needed, and kept from the first opening to the second ({@link SnapshotsAhead}). If the log no longer reaches back to a snapshot's end, Kafka Streams calls the task corrupted and asks
 * for nothing to be known: the snapshot is then used all the same, with a gap behind it, and the log from its start.
 */
final class TimelineStore implements StateStore, Timelines {
    /** Longer than a delivery is on its way: what deleted it is remembered for at least as long. */
    static final Duration ON_ITS_WAY_MAX = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(TimelineStore.class);

    private final Deserializer<Delivery> deliveries;
    private final int partitions;
    private final TimelineEngine engine;

    /** Null until it is opened and after it is closed. */
    private volatile @Nullable OpenTimelines open;

    /**
     * A store of one partition.
     *
     * @param deliveries reads the changelog
     * @param partitions of readers
     * @param engine what it shares with the other stores of the process
     */
    TimelineStore(Deserializer<Delivery> deliveries, int partitions, TimelineEngine engine) {
        this.deliveries = deliveries;
        this.partitions = partitions;
        this.engine = engine;
    }

    /**
     * Applies a record of the changelog. Stream thread only.
     *
     * @param offset where it stands; if anything before it is missing, no timeline is whole
     * @param timestamp when it was written, milliseconds since 1970-01-01 UTC
     * @return what it says
     * @throws BadRecordException where it must not be applied; nothing of it is
     */
    Delivery apply(long offset, long timestamp, byte @Nullable [] value) {
        OpenTimelines now = opened();
        now.reached(offset, timestamp);
        Delivery delivery;
        try {
            delivery = deliveries.deserialize(Topics.DELIVERIES.name(), value);
        } catch (SerializationException e) {
            throw new BadRecordException(reason(e));
        }
        if (delivery == null) {
            throw new BadRecordException("there is no value");
        }
        now.apply(delivery);
        return delivery;
    }

    /** Waits until a snapshot that was found is loaded, and can be read. Stream thread only. */
    void ready() {
        opened().loaded();
    }

    /**
     * What is applied from now on is told. Stream thread only.
     *
     * @return to be asked to tell after each record
     */
    TimelineWatch.Teller tell(int partition) {
        TimelineWatch.Teller teller = engine.settings().watch().teller(partition);
        opened().loaded().tell(teller);
        return teller;
    }

    /** Whether it is known that nothing, or what, is missing: after the first record, or a snapshot. Any thread. */
    boolean begun() {
        return opened().begun();
    }

    /** Time has passed, see {@link TimelineState#turn}. Stream thread only. */
    void turn() {
        opened().ready().turn();
    }

    /** A second has passed: keeps to the bound, and writes to disk what is due. Stream thread only. */
    void look() {
        opened().look();
    }

    @Override
    public List<TimelineEntry> page(long reader, long before, int limit, Relations relations) {
        OpenTimelines now = opened();
        return TimelinePage.read(now.state(), reader, relations, now.minute(), before, limit);
    }

    @Override
    public boolean whole(long reader) {
        return begun() && standing(reader) instanceof Standing.Whole;
    }

    /** How a reader's timeline stands. */
    Standing standing(long reader) {
        return state().standings().of(reader);
    }

    @Override
    public Size size() {
        return state().size();
    }

    @Override
    public String name() {
        return Stores.TIMELINES.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open = OpenTimelines.of(context, partitions, engine);
        // The public callbacks do not tell offsets, and only by them a log that no longer begins at its start is known.
        context.register(root, (RecordBatchingStateRestoreCallback) this::restore);
    }

    /** Applies what the log tells, of a store that starts, or of a copy. */
    void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
        OpenTimelines now = opened();
        // Nobody waits for what is old, nor for a copy.
        now.loaded().tell(null);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                apply(record.offset(), record.timestamp(), record.value());
            } catch (BadRecordException e) {
                // It went to the dead letters when it was new.
                LOG.debug("not restored", e);
            }
        }
        now.keepWithinBound();
    }

    @Override
    @SuppressWarnings("deprecation") // Until it need not be said any more.
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return opened().snapshotOffset();
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        OpenTimelines now = open;
        if (now == null) {
            return;
        }
        if (offsets.isEmpty()) {
            now.forgetOffset();
        } else {
            // Of one partition; negative where nothing is known yet.
            offsets.values().stream()
                    .filter(offset -> offset != null && offset >= 0)
                    .forEach(now::committed);
        }
    }

    @Override
    public void close() {
        OpenTimelines before = open;
        open = null;
        if (before != null) {
            before.close();
        }
    }

    @Override
    public boolean isOpen() {
        return open != null;
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    /** What it holds; not before a snapshot that was found is loaded. */
    TimelineState state() {
        return opened().state();
    }

    private OpenTimelines opened() {
        OpenTimelines now = open;
        if (now == null) {
            throw new InvalidStateStoreException(name() + " is not open");
        }
        return now;
    }

    private static String reason(SerializationException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + ": " + cause.getMessage();
    }
}
