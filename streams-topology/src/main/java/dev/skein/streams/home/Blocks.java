package dev.skein.streams.home;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Memory for the slots of many rings: blocks of {@value #SLOTS} in large arrays. A ring that grows takes one more, so that
 * nothing is made anew or copied, neither by the ring nor by the collector, for which there are a few large arrays instead of
 * some for each reader. Blocks are all of one size: any that was given back serves any ring.
 *
 * <p>One thread takes them and gives them back. Any thread reads, and finds out by the ring whether a block is still its own.
 */
final class Blocks {
    static final int SLOT_BITS = 4;

    /** How many slots are in one. */
    static final int SLOTS = 1 << SLOT_BITS;

    /** How the number of a block says in which array it is. */
    private static final int SLAB_BITS = 13;

    /**
     * The most blocks in an array: one less than are counted, so that with its header it takes less than 1 MiB, of which each
     * of the collector's regions has room for a whole number.
     */
    static final int SLAB_BLOCKS = (1 << SLAB_BITS) - 1;

    private static final int BLOCK_BYTES = SLOTS * Long.BYTES;

    private final int slabBlocks;
    private final Tally bytes = new Tally(0);
    private long[][] slabs = {};
    private int next;
    private int[] free = {};
    private int freed;

    /**
     * Without any.
     *
     * @param slabBlocks how many are made at a time, {@value #SLAB_BLOCKS} at most
     */
    Blocks(int slabBlocks) {
        this.slabBlocks = slabBlocks;
    }

    /** Takes one, with anything in it. Writer only. */
    int take() {
        bytes.add(BLOCK_BYTES);
        if (freed > 0) {
            return free[--freed];
        }
        if ((next & SLAB_BLOCKS) == slabBlocks) {
            next = slabs.length << SLAB_BITS;
        }
        if (next >> SLAB_BITS == slabs.length) {
            long[][] more = Arrays.copyOf(slabs, slabs.length + 1);
            more[slabs.length] = new long[slabBlocks * SLOTS];
            // Who finds the array finds what is in it.
            VarHandle.storeStoreFence();
            slabs = more;
        }
        return next++;
    }

    /** Gives one back, to be written over at once. Writer only. */
    void give(int block) {
        bytes.add(-BLOCK_BYTES);
        if (freed == free.length) {
            free = Arrays.copyOf(free, Math.max(SLOTS, 2 * freed));
        }
        free[freed++] = block;
    }

    /** Counts what belongs to them and lies elsewhere. Writer only. */
    void count(long moreBytes) {
        bytes.add(moreBytes);
    }

    /** What is taken, and what was counted beside it. Any thread. */
    long bytes() {
        return bytes.get();
    }

    /** The array in which a block is. Any thread. */
    long[] slab(int block) {
        return slabs[block >> SLAB_BITS];
    }

    /** Where in that array it begins. */
    static int start(int block) {
        return (block & SLAB_BLOCKS) * SLOTS;
    }
}
