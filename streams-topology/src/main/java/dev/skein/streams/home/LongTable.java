package dev.skein.streams.home;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A map from ids to objects that one thread writes while others read, without locks: open addressing with linear
 * probing. What a reader gets was put there whole; a reader that looks while the table grows sees the one before.
 *
 * @param <V> values; safe for readers if they do not change, or as their own class says
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // There is one writer.
final class LongTable<V> {
    private static final VarHandle KEYS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final int CAPACITY_MIN = 16;

    /** Slots never give a key up: a reader that probes past one would lose its way. Growing leaves removed ones behind. */
    private static final class Slots {
        final long[] keys;
        final @Nullable Object[] values;

        Slots(int capacity) {
            keys = new long[capacity];
            values = new @Nullable Object[capacity];
        }

        /** Where the key is, or the empty slot where it would be. */
        int find(long key) {
            int mask = keys.length - 1;
            int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
            while (true) {
                long there = (long) KEYS.getAcquire(keys, slot);
                if (there == key || there == 0) {
                    return slot;
                }
                slot = (slot + 1) & mask;
            }
        }
    }

    private volatile Slots slots = new Slots(CAPACITY_MIN);
    private volatile int size;
    private int used;

    /** The value of an id, or null. Any thread. */
    @Nullable
    V get(long key) {
        Slots now = slots;
        @SuppressWarnings("unchecked") // Only put writes values.
        V value = (V) VALUES.getAcquire(now.values, now.find(key));
        return value;
    }

    /**
     * Sets the value of an id. Writer only.
     *
     * @param key positive
     */
    void put(long key, V value) {
        int slot = slots.find(key);
        if (slots.keys[slot] == 0) {
            if (3 * (used + 1) > 2 * slots.keys.length) {
                rehash();
                slot = slots.find(key);
            }
            used++;
            size++;
            // The value first: a reader who finds the key finds it.
            VALUES.setRelease(slots.values, slot, value);
            KEYS.setRelease(slots.keys, slot, key);
        } else {
            if (slots.values[slot] == null) {
                size++;
            }
            VALUES.setRelease(slots.values, slot, value);
        }
    }

    /** Removes an id, if it is there. Writer only. */
    void remove(long key) {
        int slot = slots.find(key);
        if (slots.keys[slot] != 0 && slots.values[slot] != null) {
            VALUES.setRelease(slots.values, slot, null);
            size--;
        }
    }

    /** How many ids there are. Any thread. */
    int size() {
        return size;
    }

    /** Makes room: for twice as many as there are, which may be less room than before. */
    private void rehash() {
        int capacity = Math.max(CAPACITY_MIN, Integer.highestOneBit(2 * size + 1) << 1);
        Slots old = slots;
        Slots next = new Slots(capacity);
        for (int i = 0; i < old.keys.length; i++) {
            if (old.values[i] != null) {
                int slot = next.find(old.keys[i]);
                next.keys[slot] = old.keys[i];
                next.values[slot] = old.values[i];
            }
        }
        used = size;
        slots = next;
    }
}
