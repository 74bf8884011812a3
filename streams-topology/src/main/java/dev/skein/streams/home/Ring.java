package dev.skein.streams.home;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A reader's newest entries, which one thread writes while others read. The slots are numbered in rising order of their
 * ids, and the newest {@link Timelines#ENTRIES_MAX} count. A slot is an entry's id, with the sign bit set if it is a retweet.
 * They lie in {@link Blocks}, of which a ring takes one after the other, until it has {@value #BLOCKS_MAX} and goes round:
 * what comes next takes the place of the oldest.
 *
 * <p>Nearly always a new entry is the newest, or, where several partitions of authors write at once, one of the newest: then
 * those above it move up, the uppermost first. After each move all are there, and the one that moved last is there twice,
 * side by side. So a reader never waits: where entries have moved while they were read, or some were written over
 * ({@link #stands}), they are read again. The move that is just being made is not seen by that, and changes one slot into the
 * one below: so who reads looks at each slot once, from the newest on, and takes none twice.
 *
 * <p>A ring that is nobody's any more gives its blocks back, and never stands after that.
 */
final class Ring {
    private static final int BLOCKS_MAX = 56;

    private static final int CAPACITY = BLOCKS_MAX * Blocks.SLOTS;

    /** So many may come while others are read, before one that counted is written over. */
    private static final int SLACK = CAPACITY - Timelines.ENTRIES_MAX;

    /**
     * So many of those that count no longer are dropped together: what they refer to is fetched at once. A power of two,
     * and less than the slack.
     */
    private static final int DROPPED = 64;

    private static final int OBJECT_BYTES = 48;
    private static final int ARRAY_HEADER_BYTES = 16;

    private static final long MOVE = 1L << Integer.SIZE;
    /** The state of a ring that has given its blocks back: without entries, and with the sign that none else has. */
    private static final long RETIRED = Long.MIN_VALUE;
    /** Where numbers and moves are near their end. */
    private static final long WORN = (1L << 62) | (1L << 30);

    private static final VarHandle STATE;
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Ring.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a reader without entries has. */
    static final Ring EMPTY = new Ring(new Blocks(1), 0);

    /** In the upper half how many moves there were, in the lower half how many slots. */
    private long state;

    private volatile long seen;
    private final Blocks memory;

    /** By the number of a slot, divided by how many are in a block, and beginning anew after {@value #BLOCKS_MAX}. */
    private int[] blocks = {};

    /** Of the block with the newest slot, its array: so that who enters one need not look further. Only for the writer. */
    private long[] newest = {};

    /** Where in that array it begins. */
    private int start;

    /**
     * Without entries.
     *
     * @param seen when its reader last looked at it, in minutes; 0 if that is not known
     */
    Ring(Blocks memory, long seen) {
        this.memory = memory;
        this.seen = seen;
        memory.count(OBJECT_BYTES);
    }

    /** With {@code count} slots in rising order, no more than a ring takes. */
    static Ring of(Blocks memory, long seen, LongBuffer slots, int count) {
        Ring ring = new Ring(memory, seen);
        for (int number = 0; number < count; number++) {
            ring.append(number, slots.get());
        }
        return ring;
    }

    /** One that nobody reads yet, as this one is now. Writer only. */
    Ring copy() {
        int last = last();
        return of(memory, seen, LongBuffer.wrap(all()), last + 1 - oldest(last));
    }

    /** Gives its memory back; whoever reads it finds that it does not stand. It must not be found any more. Writer only. */
    void retire() {
        long bytes = bytes();
        int taken = taken();
        STATE.setRelease(this, RETIRED);
        // Before anything else is written into what was its own.
        VarHandle.storeStoreFence();
        for (int i = 0; i < taken; i++) {
            memory.give(blocks[i]);
        }
        memory.count((long) taken * Blocks.SLOTS * Long.BYTES - bytes);
    }

    /** The slot of a retweet; a tweet's is its id. */
    static long retweet(long entryId) {
        return entryId | Long.MIN_VALUE;
    }

    /** The entry's id. */
    static long id(long slot) {
        return slot & Long.MAX_VALUE;
    }

    /** Whether the entry is a retweet. */
    static boolean isRetweet(long slot) {
        return slot < 0;
    }

    /** How often entries have moved; for {@link #stands}. Any thread, to be asked before reading. */
    int moves() {
        return (int) ((long) STATE.getAcquire(this) >>> Integer.SIZE);
    }

    /**
     * Whether none has moved since, none that counted was written over, and the ring is still in use: what was read in
     * between is what was there. Any thread.
     *
     * @param moves as {@link #moves} said before reading
     * @param last as {@link #last} said then
     */
    boolean stands(int moves, int last) {
        VarHandle.acquireFence();
        // The next one may be there already, and its number not yet.
        return moves >= 0 && moves() == moves && last() - last < SLACK;
    }

    /** Whether it must be replaced by its {@link #copy}, before numbers end. Writer only. */
    boolean isWorn() {
        return (state & WORN) != 0;
    }

    /** The number of the newest entry; smaller than {@link #first} if there is none. Any thread; to be asked once. */
    int last() {
        return (int) (long) STATE.getAcquire(this) - 1;
    }

    /** The number of the oldest entry that counts. */
    static int first(int last) {
        return Math.max(0, last - Timelines.ENTRIES_MAX + 1);
    }

    /** The number of the oldest slot that was not dropped. */
    private static int oldest(int last) {
        int over = last + 1 - (Timelines.ENTRIES_MAX + DROPPED);
        return over <= 0 ? 0 : over + DROPPED - 1 & -DROPPED;
    }

    /** How many entries count. Any thread. */
    int size() {
        return Math.min(last() + 1, Timelines.ENTRIES_MAX);
    }

    /** What it takes in memory. */
    long bytes() {
        return OBJECT_BYTES + directoryBytes(blocks.length) + (long) taken() * Blocks.SLOTS * Long.BYTES;
    }

    private static long directoryBytes(int length) {
        return length == 0 ? 0 : ARRAY_HEADER_BYTES + (long) Integer.BYTES * length;
    }

    private int taken() {
        return Math.min((last() + Blocks.SLOTS) / Blocks.SLOTS, BLOCKS_MAX);
    }

    /** When its reader last looked at it, in minutes; 0 if that is not known. */
    long seen() {
        return seen;
    }

    /** Notes that its reader looks at it. Any thread: a note that meets a copy of the ring is lost, and made again a minute later. */
    void see(long minute) {
        if (seen != minute) {
            seen = minute;
        }
    }

    /** A slot, by its number. Any thread. */
    long slot(int number) {
        int block = blocks[indexOf(number)];
        return memory.slab(block)[Blocks.start(block) + within(number)];
    }

    /** Slots in their order, from the first number inclusive to the last exclusive. Any thread. */
    long[] slots(int from, int to) {
        long[] slots = new long[to - from];
        for (int number = from; number < to; ) {
            int block = blocks[indexOf(number)];
            int within = within(number);
            int count = Math.min(to - number, Blocks.SLOTS - within);
            System.arraycopy(memory.slab(block), Blocks.start(block) + within, slots, number - from, count);
            number += count;
        }
        return slots;
    }

    private static int indexOf(int number) {
        return (number >>> Blocks.SLOT_BITS) % BLOCKS_MAX;
    }

    private static int within(int number) {
        return number & Blocks.SLOTS - 1;
    }

    /** The slots that count, in order, each once; null if they changed meanwhile. Any thread. */
    long @Nullable [] newest() {
        int moves = moves();
        int last = last();
        long[] newest = slots(first(last), last + 1);
        return stands(moves, last) ? once(newest) : null;
    }

    private static long[] once(long[] slots) {
        int kept = 0;
        for (long slot : slots) {
            if (kept == 0 || slots[kept - 1] != slot) {
                slots[kept++] = slot;
            }
        }
        return kept == slots.length ? slots : Arrays.copyOf(slots, kept);
    }

    /** The number of the newest entry with a smaller id, smaller than {@code first} if there is none. Any thread. */
    int below(int first, int last, long id) {
        int low = first;
        int high = last;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (id(slot(middle)) < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** As {@link #below} of an id that is one of the newest: looks only at what lies close by, and in the cache. */
    private int closelyBelow(int last, long id) {
        int oldest = oldest(last);
        int near = firstInNewest(last);
        int number = last;
        while (number >= near && id(newest[start + within(number)]) >= id) {
            number--;
        }
        if (number >= near) {
            return number;
        }
        int high = number;
        int low = number;
        for (int step = 1; low >= oldest && id(slot(low)) >= id; step <<= 1) {
            high = low - 1;
            low -= step;
        }
        return below(Math.max(oldest, low + 1), high, id);
    }

    /** Whether this slot is there. Any thread. */
    boolean holds(int first, int last, long slot) {
        int at = below(first, last, id(slot)) + 1;
        // It may have moved up by one since it was found.
        return at <= last && (slot(at) == slot || (at < last && slot(at + 1) == slot));
    }

    /** The newest slot, which is what {@link #enter} looks at; 0 if there is none. Writer only. */
    long newestSlot() {
        int last = (int) state - 1;
        return last < 0 ? 0 : newest[start + within(last)];
    }

    /**
     * Enters a slot. One whose id is there, or that is older than the tail of a full ring, changes nothing. Writer only.
     *
     * @param dropped gets the slots that are not in the ring any more
     * @return whether it has entered
     */
    boolean enter(long slot, Slots dropped) {
        int last = (int) state - 1;
        int below = last;
        if (last >= 0 && id(slot) <= id(newestSlot())) {
            below = closelyBelow(last, id(slot));
            if (id(slot(below + 1, firstInNewest(last))) == id(slot) || last - below >= Timelines.ENTRIES_MAX) {
                return false;
            }
        }
        int oldest = oldest(last);
        int kept = oldest(last + 1);
        if (oldest < kept) {
            dropped.accept(slots(oldest, kept));
        }
        if (below == last) {
            append(last + 1, slot);
        } else {
            insert(last, below, slot);
        }
        return true;
    }

    private void append(int number, long slot) {
        makeRoom(number);
        SLOTS.setRelease(newest, start + within(number), slot);
        STATE.setRelease(this, state + 1);
    }

    private void insert(int last, int below, long slot) {
        // Whoever finds it in the place of another finds that all before it have come.
        append(last + 1, newestSlot());
        int near = firstInNewest(last + 1);
        for (int number = last; number > below; number--) {
            // Before: whoever reads what has moved finds that it has.
            STATE.setRelease(this, state + MOVE);
            long moved = number == below + 1 ? slot : slot(number - 1, near);
            if (number >= near) {
                SLOTS.setRelease(newest, start + within(number), moved);
            } else {
                int block = blocks[indexOf(number)];
                SLOTS.setRelease(memory.slab(block), Blocks.start(block) + within(number), moved);
            }
        }
    }

    /** As {@link #slot(int)}, without looking for the newest block, which begins with a number. Writer only. */
    private long slot(int number, int firstInNewest) {
        return number >= firstInNewest ? newest[start + within(number)] : slot(number);
    }

    private static int firstInNewest(int last) {
        return last & -Blocks.SLOTS;
    }

    /** Where a number is the first in its block, has one for it: a new one, or, where the ring goes round, that of the oldest. */
    private void makeRoom(int number) {
        if (within(number) == 0) {
            int index = indexOf(number);
            if (index == blocks.length) {
                int[] more = Arrays.copyOf(blocks, Math.min(Math.max(1, 2 * index), BLOCKS_MAX));
                memory.count(directoryBytes(more.length) - directoryBytes(index));
                // Who finds the array finds what is in it.
                VarHandle.storeStoreFence();
                blocks = more;
            }
            if (number < CAPACITY) {
                blocks[index] = memory.take();
            }
            newest = memory.slab(blocks[index]);
            start = Blocks.start(blocks[index]);
        }
    }

    /** Without entries below an id: the same ring if there are none, else another. Writer only. */
    Ring from(long id, Slots dropped) {
        int last = last();
        int oldest = oldest(last);
        int from = below(oldest, last, id) + 1;
        if (from == oldest) {
            return this;
        }
        dropped.accept(slots(oldest, from));
        return of(memory, seen, LongBuffer.wrap(slots(from, last + 1)), last + 1 - from);
    }

    /**
     * Only with the slots that pass: the same ring if all do, else another. Writer only.
     *
     * @param near gets the slots before they are tested, to bring near what they refer to
     */
    Ring retain(Slots near, LongPredicate passes) {
        long[] slots = all();
        near.accept(slots);
        int kept = 0;
        for (long slot : slots) {
            if (passes.test(slot)) {
                slots[kept++] = slot;
            }
        }
        return kept == slots.length ? this : of(memory, seen, LongBuffer.wrap(slots), kept);
    }

    /** All slots, those beyond what counts, too. Writer only. */
    long[] all() {
        int last = last();
        return slots(oldest(last), last + 1);
    }

    /** Takes slots of a ring: those that are in it no longer, or all of them. */
    @FunctionalInterface
    interface Slots {
        /** Some of them. */
        void accept(long[] slots);
    }
}
