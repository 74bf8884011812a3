package dev.skein.streams.home;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * A {@link Ring} for each of many people, with what they take in memory. One thread writes, any thread reads. It is a part
 * of snapshots.
 */
final class Rings implements SnapshotPart {
    private static final int ARRAY_HEADER_BYTES = 16;
    /** Person, seen, number of slots. */
    private static final int RECORD_BYTES = 2 * Long.BYTES + Integer.BYTES;

    /** How many people can be {@link #near} at a time. */
    static final int TOGETHER = 32;

    private final LongTable<long[]> rings = new LongTable<>();
    private final int kind;
    private final Ring.Slots dropped;
    private final int[] places = new int[TOGETHER];

    private final Tally entries = new Tally(0);
    private final Tally arrayBytes = new Tally(0);

    /**
     * Without any.
     *
     * @param kind which part of a snapshot they are
     * @param dropped gets all slots that are in a ring no longer
     */
    Rings(int kind, Ring.Slots dropped) {
        this.kind = kind;
        this.dropped = dropped;
    }

    /** Somebody's ring, {@link Ring#EMPTY} where there is none. Any thread. */
    long[] of(long reader) {
        long[] ring = rings.get(reader);
        return ring == null ? Ring.EMPTY : ring;
    }

    /** Notes that its reader looks at it, for whom it is kept the longer. Any thread. */
    void look(long reader, long minute) {
        long[] ring = rings.get(reader);
        if (ring != null) {
            Ring.see(ring, minute);
        }
    }

    /** How many people have a ring. Any thread. */
    int size() {
        return rings.size();
    }

    /** How many entries count, in all rings together. Any thread. */
    long entries() {
        return entries.get();
    }

    /** What all of it takes in memory. Any thread. */
    long bytes() {
        return arrayBytes.get() + rings.bytes();
    }

    /** Brings the rings of some people, {@value #TOGETHER} at most, into the processor's cache, all at once. Writer only. */
    void near(long[] readers, int count) {
        rings.find(readers, count, places);
        // In two passes: the processor then has all of the first to wait for together, and all of the second.
        long seen = 0;
        for (int i = 0; i < count; i++) {
            long[] ring = rings.at(places[i]);
            seen += ring == null ? 0 : Ring.last(ring);
        }
        for (int i = 0; i < count; i++) {
            long[] ring = rings.at(places[i]);
            seen += ring == null ? 0 : Ring.look(ring);
        }
        LongTable.use(seen);
    }

    /** Enters a slot; false if that changes nothing. */
    boolean enter(long reader, long slot) {
        long[] before = of(reader);
        int slotsBefore = Ring.slots(before);
        int sizeBefore = Ring.size(before);
        long[] after = Ring.enter(before, slot, dropped);
        if (after == before && Ring.slots(after) == slotsBefore) {
            return false;
        }
        if (after != before) {
            rings.put(reader, after);
            arrayBytes.add(arrayBytes(after) - (before == Ring.EMPTY ? 0 : arrayBytes(before)));
        }
        entries.add(Ring.size(after) - sizeBefore);
        return true;
    }

    /**
     * Enters several slots at once: whoever reads meanwhile finds all of them or none.
     *
     * @param refused gets each that changes nothing
     * @return whether any does
     */
    boolean enter(long reader, List<Long> slots, LongConsumer refused) {
        long[] before = of(reader);
        long[] ring = Ring.copy(before);
        boolean changed = false;
        for (long slot : slots) {
            int slotsBefore = Ring.slots(ring);
            long[] after = Ring.enter(ring, slot, dropped);
            if (after == ring && Ring.slots(after) == slotsBefore) {
                refused.accept(slot);
            } else {
                changed = true;
            }
            ring = after;
        }
        if (changed) {
            entries.add(Ring.size(ring) - Ring.size(before));
            put(reader, ring);
        }
        return changed;
    }

    /** Forgets somebody's entries. */
    void drop(long reader) {
        long[] ring = rings.get(reader);
        if (ring != null) {
            rings.remove(reader);
            arrayBytes.add(-arrayBytes(ring));
            entries.add(-Ring.size(ring));
            Ring.all(ring, dropped);
        }
    }

    /**
     * Drops rings, those first whose readers have not looked for longest, until about so many bytes are free. Two passes
     * over the rings: to be asked for a good part at once.
     *
     * @param told gets whose is about to be dropped
     */
    void dropUnseen(long bytes, LongConsumer told) {
        TreeMap<Long, Long> bytesBySeen = new TreeMap<>();
        rings.forEach((reader, ring) -> bytesBySeen.merge(Ring.seen(ring), arrayBytes(ring), Long::sum));
        long found = 0;
        long youngest = 0;
        for (Map.Entry<Long, Long> minute : bytesBySeen.entrySet()) {
            youngest = minute.getKey();
            found += minute.getValue();
            if (found >= bytes) {
                break;
            }
        }
        long goal = arrayBytes.get() - bytes;
        dropSeen(Long.MIN_VALUE, youngest - 1, goal, told);
        dropSeen(youngest, youngest, goal, told);
    }

    private void dropSeen(long from, long to, long goal, LongConsumer told) {
        rings.forEach((reader, ring) -> {
            long seen = Ring.seen(ring);
            if (arrayBytes.get() > goal && seen >= from && seen <= to) {
                told.accept(reader);
                drop(reader);
            }
        });
    }

    /** Drops entries below an id, in a part of the rings; see {@link LongTable#forSome}. */
    int sweep(int from, int length, long oldest) {
        return rings.forSome(from, length, (reader, ring) -> sweep(reader, ring, oldest));
    }

    /** Drops somebody's entries below an id. */
    void sweep(long reader, long oldest) {
        sweep(reader, of(reader), oldest);
    }

    private void sweep(long reader, long[] ring, long oldest) {
        int before = Ring.size(ring);
        long[] swept = Ring.from(ring, oldest, dropped);
        if (swept != ring) {
            entries.add(Ring.size(swept) - before);
            if (Ring.size(swept) == 0) {
                rings.remove(reader);
                arrayBytes.add(-arrayBytes(ring));
            } else {
                put(reader, swept);
            }
        }
    }

    /**
     * Keeps only those slots that pass, without telling what goes: of what was loaded and not yet written to.
     *
     * @param near gets the slots of a ring before they are tested, to bring near what they refer to
     */
    void retain(Ring.Slots near, LongPredicate slots) {
        rings.forEach((reader, ring) -> {
            Ring.all(ring, near);
            long[] retained = Ring.retain(ring, slots);
            if (retained != ring) {
                entries.add(Ring.size(retained) - Ring.size(ring));
                put(reader, retained);
            }
        });
    }

    private void put(long reader, long[] ring) {
        long[] before = rings.get(reader);
        rings.put(reader, ring);
        arrayBytes.add(arrayBytes(ring) - (before == null ? 0 : arrayBytes(before)));
    }

    private static long arrayBytes(long[] ring) {
        return ARRAY_HEADER_BYTES + (long) Long.BYTES * ring.length;
    }

    @Override
    public int kind() {
        return kind;
    }

    @Override
    public Consumer<SnapshotOutput> cut() {
        return out -> rings.forEach((reader, ring) -> {
            long[] newest = Ring.newest(ring);
            ByteBuffer record = out.record(RECORD_BYTES + newest.length * Long.BYTES);
            record.putLong(reader).putLong(Ring.seen(ring)).putInt(newest.length);
            record.asLongBuffer().put(newest);
            record.position(record.position() + newest.length * Long.BYTES);
        });
    }

    @Override
    public void load(ByteBuffer record) {
        long reader = record.getLong();
        long seen = record.getLong();
        int count = record.getInt();
        long[] ring = Ring.of(seen, record.asLongBuffer(), count);
        record.position(record.position() + count * Long.BYTES);
        put(reader, ring);
        entries.add(count);
    }
}
