package dev.skein.streams.home;

import dev.skein.streams.FibonacciHash;
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
    private static final int REFERENCE_BYTES = 4;

    /** Slots never give a key up: a reader that probes past one would lose its way. Growing leaves removed ones behind. */
    private static final class Slots {
        final long[] keys;
        final @Nullable Object[] values;

        Slots(int capacity) {
            this(new long[capacity], new @Nullable Object[capacity]);
        }

        Slots(long[] keys, @Nullable Object[] values) {
            this.keys = keys;
            this.values = values;
        }

        /** Where one begins to look for a key. */
        int home(long key) {
            return (int) FibonacciHash.of(key) & (keys.length - 1);
        }

        /** Where the key is, or the empty slot where it would be. */
        int find(long key) {
            int mask = keys.length - 1;
            int slot = home(key);
            while (true) {
                long there = (long) KEYS.getAcquire(keys, slot);
                if (there == key || there == 0) {
                    return slot;
                }
                slot = (slot + 1) & mask;
            }
        }
    }

    /** Takes an id and what belongs to it. */
    @FunctionalInterface
    interface Visitor<V> {
        void visit(long key, V value);
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
     * Brings the places of some ids into the processor's cache. One id after the other each place would be waited for; here
     * none depends on another, so that all are fetched at once. Changes nothing. Any thread.
     */
    void near(long[] ids, int from, int to) {
        Slots now = slots;
        long seen = 0;
        for (int i = from; i < to; i++) {
            int home = now.home(ids[i]);
            seen += now.keys[home] + (now.values[home] == null ? 0 : 1);
        }
        use(seen);
    }

    /** Makes use of what was only looked at to have it near: or the compiler would leave the looking out. */
    static void use(long seen) {
        if (seen == Long.MIN_VALUE + 1) {
            Thread.onSpinWait();
        }
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

    /**
     * Hands everything over. Any thread: what is put or removed meanwhile may come as it was or as it is; what was there
     * before and stays comes once.
     */
    void forEach(Visitor<? super V> visitor) {
        Slots now = slots;
        visit(now, 0, now.keys.length, visitor);
    }

    /**
     * Hands a part over, for work that must not take long at a time. Writer only.
     *
     * @param from 0 at first, then what was returned
     * @param length how many places to look at
     * @return where to go on; 0 after the last, and after the table has grown under the walk, which is then begun anew
     */
    int forSome(int from, int length, Visitor<? super V> visitor) {
        Slots now = slots;
        int start = from < now.keys.length ? from : 0;
        int end = Math.min(now.keys.length, start + length);
        visit(now, start, end, visitor);
        return end == now.keys.length ? 0 : end;
    }

    private static <V> void visit(Slots slots, int from, int to, Visitor<? super V> visitor) {
        for (int i = from; i < to; i++) {
            long key = (long) KEYS.getAcquire(slots.keys, i);
            if (key != 0) {
                @SuppressWarnings("unchecked") // Only put writes values.
                V value = (V) VALUES.getAcquire(slots.values, i);
                if (value != null) {
                    visitor.visit(key, value);
                }
            }
        }
    }

    /** As it is now, and stays. Writer only. */
    LongTable<V> copy() {
        LongTable<V> copy = new LongTable<>();
        copy.slots = new Slots(slots.keys.clone(), slots.values.clone());
        copy.size = size;
        copy.used = used;
        return copy;
    }

    /** What the table itself takes, about: values apart. */
    long bytes() {
        return slots.keys.length * (long) (Long.BYTES + REFERENCE_BYTES);
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
