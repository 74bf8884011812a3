package dev.skein.catalog;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A key of two ids, sixteen bytes big-endian: all pairs with the same first id lie side by side, in the order of the
 * second, so a person's followers or a tweet's replies are one scan.
 *
 * @param first decides the partition
 * @param second orders within the first
 */
public record IdPair(long first, long second) {
    /** The smallest key with this first id. */
    public static IdPair from(long first) {
        return new IdPair(first, 0);
    }

    /** The largest key with this first id. */
    public static IdPair to(long first) {
        return new IdPair(first, Long.MAX_VALUE);
    }

    static Serde<IdPair> serde() {
        return Serdes.serdeFrom(
                (topic, pair) -> pair == null
                        ? null
                        : ByteBuffer.allocate(16)
                                .putLong(pair.first)
                                .putLong(pair.second)
                                .array(),
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    if (bytes.length != 16) {
                        throw new SerializationException("a pair of ids has 16 bytes, not " + bytes.length);
                    }
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    return new IdPair(buffer.getLong(), buffer.getLong());
                });
    }
}
