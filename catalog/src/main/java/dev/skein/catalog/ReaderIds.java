package dev.skein.catalog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The readers of a delivery as bytes: their ids in rising order, each as the unsigned LEB128 varint of its distance to
 * the one before, the first to 0. People registered over two years lie about 8 bytes apart in a list of 75.
 */
public final class ReaderIds {
    private static final int VARINT_BYTES_MAX = 9;

    private ReaderIds() {}

    /**
     * Encodes a part of a list.
     *
     * @param ids strictly rising, positive
     * @param from index of the first, inclusive
     * @param to index of the last, exclusive
     */
    public static ByteBuffer encode(long[] ids, int from, int to) {
        byte[] bytes = new byte[(to - from) * VARINT_BYTES_MAX];
        int size = 0;
        long previous = 0;
        for (int i = from; i < to; i++) {
            long distance = ids[i] - previous;
            if (distance <= 0) {
                throw new IllegalArgumentException("ids must be positive and strictly rising");
            }
            previous = ids[i];
            while (distance >= 0x80) {
                bytes[size++] = (byte) (distance | 0x80);
                distance >>>= 7;
            }
            bytes[size++] = (byte) distance;
        }
        return ByteBuffer.wrap(Arrays.copyOf(bytes, size));
    }

    /**
     * Hands each id to {@code reader}, in rising order. The buffer's position is left as it was.
     *
     * @throws IllegalArgumentException where the bytes are not whole varints of positive distances within 63 bits
     */
    public static void forEach(ByteBuffer encoded, LongConsumer reader) {
        int limit = encoded.limit();
        long id = 0;
        for (int i = encoded.position(); i < limit; ) {
            long distance = 0;
            int shift = 0;
            byte next;
            do {
                if (i == limit || shift > 56) {
                    throw new IllegalArgumentException("reader ids end in the middle of a varint");
                }
                next = encoded.get(i++);
                distance |= (long) (next & 0x7f) << shift;
                shift += 7;
            } while (next < 0);
            id += distance;
            if (distance <= 0 || id <= 0) {
                throw new IllegalArgumentException("reader ids do not rise");
            }
            reader.accept(id);
        }
    }
}
