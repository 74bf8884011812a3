package dev.skein.streams.home;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * What is {@link Remembered} as a part of a snapshot. It is remembered anew from the start that loads it.
 *
 * @param kind number of the part
 * @param bytes how long a record is
 * @param write writes one
 * @param read reads one and remembers it
 */
record RememberedPart<K, V>(
        int kind,
        Remembered<K, V> remembered,
        ToIntFunction<V> bytes,
        Writing<K, V> write,
        BiConsumer<Remembered<K, V>, ByteBuffer> read)
        implements SnapshotPart {
    /** Writes a record. */
    @FunctionalInterface
    interface Writing<K, V> {
        void to(ByteBuffer record, K key, V value);
    }

    @Override
    public Consumer<SnapshotOutput> cut() {
        Map<K, V> now = remembered.copy();
        return out -> now.forEach((key, value) -> write.to(out.record(bytes.applyAsInt(value)), key, value));
    }

    @Override
    public void load(ByteBuffer record) {
        read.accept(remembered, record);
    }
}
