package dev.skein.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A key of a time and a hashtag, eight bytes big-endian and UTF-8: all hashtags of a minute lie side by side, so the
 * minute that enters a window and the one that leaves it are one scan each.
 *
 * @param start of the minute or hour, milliseconds since 1970-01-01 UTC
 * @param tag in its normal form
 */
public record TimedTag(long start, String tag) {
    /** The smallest key of a time: no hashtag is empty. */
    public static TimedTag from(long start) {
        return new TimedTag(start, "");
    }

    static Serde<TimedTag> serde() {
        return Serdes.serdeFrom(
                (topic, key) -> {
                    if (key == null) {
                        return null;
                    }
                    byte[] tag = key.tag.getBytes(StandardCharsets.UTF_8);
                    return ByteBuffer.allocate(Long.BYTES + tag.length)
                            .putLong(key.start)
                            .put(tag)
                            .array();
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    if (bytes.length < Long.BYTES) {
                        throw new SerializationException("a time and a hashtag have at least 8 bytes");
                    }
                    return new TimedTag(
                            ByteBuffer.wrap(bytes).getLong(),
                            new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8));
                });
    }
}
