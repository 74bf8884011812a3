package dev.skein.streams.home;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Ring} for each of many people, with what they take in memory. One thread writes, any thread reads. It is a part
 * of snapshots.
 */
final class Rings implements SnapshotPart {
    /** Person, seen, number of slots. */
    private static final int RECORD_BYTES = 2 * Long.BYTES + Integer.BYTES;

    /** So many people's rings are brought into the processor's cache at once: more than it waits for at a time. */
    static final int TOGETHER = 32;

    private final LongTable<Ring> rings = new LongTable<>();
    private final int kind;
    private final Ring.Slots dropped;
    private final int[] places = new int[TOGETHER];

    private final Tally entries = new Tally(0);
    private final Blocks memory = new Blocks(Blocks.SLAB_BLOCKS);

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
    Ring of(long reader) {
        Ring ring = rings.get(reader);
        return ring == null ? Ring.EMPTY : ring;
    }

    /** Notes that its reader looks at it, for whom it is kept the longer. Any thread. */
    void look(long reader, long minute) {
        Ring ring = rings.get(reader);
        if (ring != null) {
            ring.see(minute);
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
        return memory.bytes() + rings.bytes();
    }

    /** Enters a slot; false if that changes nothing. */
    boolean enter(long reader, long slot) {
        Ring before = rings.get(reader);
        Ring ring = before == null ? new Ring(memory, 0) : before.isWorn() ? before.copy() : before;
        boolean entered = enter(ring, slot);
        if (ring != before) {
            replace(reader, before, ring);
        }
        return entered;
    }

    private boolean enter(Ring ring, long slot) {
        int size = ring.size();
        boolean entered = ring.enter(slot, dropped);
        if (entered && size < Timelines.ENTRIES_MAX) {
            entries.add(1);
        }
        return entered;
    }

    /**
     * Enters a slot for some people, {@value #TOGETHER} at most.
     *
     * @param readers who; afterwards those come first for whom that changes anything
     * @return how many those are
     */
    int enter(long[] readers, int count, long slot) {
        rings.find(readers, 0, count, places);
        near(count);
        int entered = 0;
        for (int i = 0; i < count; i++) {
            long reader = readers[i];
            Ring ring = rings.at(places[i]);
            boolean changed;
            if (ring == null || ring.isWorn()) {
                changed = enter(reader, slot);
                rings.find(readers, i + 1, count, places);
            } else {
                changed = enter(ring, slot);
            }
            if (changed) {
                readers[entered++] = reader;
            }
        }
        return entered;
    }

    /** In two passes: the processor then has all of the first to wait for together, and all of the second. */
    private void near(int count) {
        long seen = 0;
        for (int i = 0; i < count; i++) {
            Ring ring = rings.at(places[i]);
            seen += ring == null ? 0 : ring.last();
        }
        for (int i = 0; i < count; i++) {
            Ring ring = rings.at(places[i]);
            seen += ring == null ? 0 : ring.newestSlot();
        }
        LongTable.use(seen);
    }

    /**
     * Enters several slots at once: whoever reads meanwhile finds all of them or none.
     *
     * @param refused gets each that changes nothing
     * @return whether any does
     */
    boolean enter(long reader, List<Long> slots, LongConsumer refused) {
        Ring before = rings.get(reader);
        Ring ring = before == null ? new Ring(memory, 0) : before.copy();
        boolean changed = false;
        for (long slot : slots) {
            if (enter(ring, slot)) {
                changed = true;
            } else {
                refused.accept(slot);
            }
        }
        if (changed) {
            replace(reader, before, ring);
        } else {
            ring.retire();
        }
        return changed;
    }

    /** Forgets somebody's entries. */
    void drop(long reader) {
        Ring ring = rings.get(reader);
        if (ring != null) {
            long[] slots = ring.all();
            entries.add(-ring.size());
            rings.remove(reader);
            ring.retire();
            dropped.accept(slots);
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
        rings.forEach((reader, ring) -> bytesBySeen.merge(ring.seen(), ring.bytes(), Long::sum));
        long found = 0;
        long youngest = 0;
        for (Map.Entry<Long, Long> minute : bytesBySeen.entrySet()) {
            youngest = minute.getKey();
            found += minute.getValue();
            if (found >= bytes) {
                break;
            }
        }
        long goal = memory.bytes() - bytes;
        dropSeen(Long.MIN_VALUE, youngest - 1, goal, told);
        dropSeen(youngest, youngest, goal, told);
    }

    private void dropSeen(long from, long to, long goal, LongConsumer told) {
        rings.forEach((reader, ring) -> {
            long seen = ring.seen();
            if (memory.bytes() > goal && seen >= from && seen <= to) {
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

    private void sweep(long reader, Ring ring, long oldest) {
        Ring swept = ring.from(oldest, dropped);
        if (swept != ring) {
            entries.add(swept.size() - ring.size());
            replace(reader, ring, swept);
        }
    }

    /**
     * Keeps only those slots that pass, without telling what goes: of what was loaded and not yet written to.
     *
     * @param near gets the slots of a ring before they are tested, to bring near what they refer to
     */
    void retain(Ring.Slots near, LongPredicate slots) {
        rings.forEach((reader, ring) -> {
            Ring retained = ring.retain(near, slots);
            if (retained != ring) {
                entries.add(retained.size() - ring.size());
                replace(reader, ring, retained);
            }
        });
    }

    private void replace(long reader, @Nullable Ring before, Ring ring) {
        if (ring.size() > 0) {
            rings.put(reader, ring);
        } else {
            rings.remove(reader);
            ring.retire();
        }
        if (before != null) {
            before.retire();
        }
    }

    @Override
    public int kind() {
        return kind;
    }

    @Override
    public Consumer<SnapshotOutput> cut() {
        return out -> rings.forEach((reader, ring) -> {
            long[] newest = newest(reader);
            if (newest.length > 0) {
                ByteBuffer record = out.record(RECORD_BYTES + newest.length * Long.BYTES);
                record.putLong(reader).putLong(ring.seen()).putInt(newest.length);
                record.asLongBuffer().put(newest);
                record.position(record.position() + newest.length * Long.BYTES);
            }
        });
    }

    private long[] newest(long reader) {
        long[] newest = of(reader).newest();
        while (newest == null) {
            newest = of(reader).newest();
        }
        return newest;
    }

    @Override
    public void load(ByteBuffer record) {
        long reader = record.getLong();
        long seen = record.getLong();
        int count = record.getInt();
        rings.put(reader, Ring.of(memory, seen, record.asLongBuffer(), count));
        record.position(record.position() + count * Long.BYTES);
        entries.add(count);
    }
}
