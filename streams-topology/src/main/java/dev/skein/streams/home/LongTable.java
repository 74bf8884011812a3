package dev.skein.streams.home;

import dev.skein.streams.FibonacciHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A map from ids to objects that one thread writes while others read, without locks: open addressing with linear
 * probing. What a reader gets was put there whole; a reader that looks while the table grows sees the one before.
 *
 * <p>Values lie in the order in which they came, and the slot of an id says where: ids lie anywhere, so that references
 * written beside them would have the collector look through as many places as there are new ones.
 *
 * @param <V> values; safe for readers if they do not change, or as their own class says
 */
final class LongTable<V> {
    private static final VarHandle KEYS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final int CAPACITY_MIN = 16;
    private static final int REFERENCE_BYTES = 4;

    /**
     * Slots never give a key up, nor a key its place: a reader that probes past one would lose its way, and one that has
     * found a place would find there what belongs to another. Growing leaves removed ones behind.
     */
    private static final class Slots {
        final long[] keys;
        /** Of the keys, each where its value is. */
        final int[] places;
        /** None is at 0, where keys that are not there have their place. */
        final @Nullable Object[] values;

        int used;

        Slots(int capacity) {
            this(new long[capacity], new int[capacity], new @Nullable Object[usedMax(capacity) + 1]);
        }

        private Slots(long[] keys, int[] places, @Nullable Object[] values) {
            this.keys = keys;
            this.places = places;
            this.values = values;
        }

        Slots copy() {
            Slots copy = new Slots(keys.clone(), places.clone(), values.clone());
            copy.used = used;
            return copy;
        }

        private static int usedMax(int capacity) {
            return (int) (2L * capacity / 3);
        }

        boolean isFull() {
            return used == usedMax(keys.length);
        }

        /** Where one begins to look for a key. */
        int home(long key) {
            return (int) FibonacciHash.of(key) & (keys.length - 1);
        }

        /** The slot of a key; where the key is not there, the complement of the empty one where it would be. */
        private int find(long key) {
            int mask = keys.length - 1;
            int slot = home(key);
            while (true) {
                long there = (long) KEYS.getAcquire(keys, slot);
                if (there == key) {
                    return slot;
                }
                if (there == 0) {
                    return ~slot;
                }
                slot = (slot + 1) & mask;
            }
        }

        /** Where the value of a key is; 0 where the key is not there. */
        int place(long key) {
            int slot = find(key);
            return slot < 0 ? 0 : places[slot];
        }

        /** A key that is not there; there must be room. */
        void add(long key, @Nullable Object value) {
            int slot = ~find(key);
            used++;
            // The key last: a reader who finds it finds the value.
            VALUES.setRelease(values, used, value);
            places[slot] = used;
            KEYS.setRelease(keys, slot, key);
        }

        /** What was put at a place; null if it was removed. */
        @Nullable
        Object value(int place) {
            return VALUES.getAcquire(values, place);
        }
    }

    /** Takes an id and what belongs to it. */
    @FunctionalInterface
    interface Visitor<V> {
        void visit(long key, V value);
    }

    private volatile Slots slots = new Slots(CAPACITY_MIN);
    private final Tally size = new Tally(0);

    /** The value of an id, or null. Any thread. */
    @Nullable
    V get(long key) {
        Slots now = slots;
        @SuppressWarnings("unchecked") // Only put writes values.
        V value = (V) now.value(now.place(key));
        return value;
    }

    /**
     * Brings what belongs to some ids into the processor's cache. One id after the other each would be waited for; here
     * none depends on another, so that all are fetched at once. Changes nothing. Any thread.
     */
    void near(long[] ids, int from, int to) {
        Slots now = slots;
        long seen = 0;
        for (int i = from; i < to; i++) {
            int home = now.home(ids[i]);
            seen += now.keys[home] + now.places[home];
        }
        for (int i = from; i < to; i++) {
            seen += now.values[now.places[now.home(ids[i])]] == null ? 0 : 1;
        }
        use(seen);
    }

    /**
     * Finds many ids: none waits for another, as with {@link #near}. Writer only.
     *
     * @param places gets where each is, for {@link #at} until something is put
     */
    void find(long[] ids, int from, int to, int[] places) {
        near(ids, from, to);
        Slots now = slots;
        for (int i = from; i < to; i++) {
            places[i] = now.place(ids[i]);
        }
    }

    /** The value at a place that {@link #find} found, or null. Writer only. */
    @Nullable
    V at(int place) {
        @SuppressWarnings("unchecked") // Only put writes values.
        V value = (V) slots.values[place];
        return value;
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
        int place = slots.place(key);
        if (place == 0) {
            if (slots.isFull()) {
                rehash();
            }
            slots.add(key, value);
            size.add(1);
        } else {
            if (slots.values[place] == null) {
                size.add(1);
            }
            VALUES.setRelease(slots.values, place, value);
        }
    }

    /** Removes an id, if it is there. Writer only. */
    void remove(long key) {
        int place = slots.place(key);
        if (slots.values[place] != null) {
            VALUES.setRelease(slots.values, place, null);
            size.add(-1);
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
     * @param length how many slots to look at
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
                V value = (V) slots.value(slots.places[i]);
                if (value != null) {
                    visitor.visit(key, value);
                }
            }
        }
    }

    /** As it is now, and stays. Writer only. */
    LongTable<V> copy() {
        LongTable<V> copy = new LongTable<>();
        copy.slots = slots.copy();
        copy.size.set(size.get());
        return copy;
    }

    /** What the table itself takes, about: values apart. */
    long bytes() {
        Slots now = slots;
        return now.keys.length * (long) (Long.BYTES + Integer.BYTES) + now.values.length * (long) REFERENCE_BYTES;
    }

    /** How many ids there are. Any thread. */
    int size() {
        return (int) size.get();
    }

    /** Makes room: for twice as many as there are, which may be less room than before. Values stay in their order. */
    private void rehash() {
        Slots old = slots;
        long[] keyAt = new long[old.used + 1];
        for (int i = 0; i < old.keys.length; i++) {
            keyAt[old.places[i]] = old.keys[i];
        }
        Slots next = new Slots(Math.max(CAPACITY_MIN, Integer.highestOneBit(2 * size() + 1) << 1));
        for (int place = 1; place <= old.used; place++) {
            if (old.values[place] != null) {
                next.add(keyAt[place], old.values[place]);
            }
        }
        slots = next;
    }
}
