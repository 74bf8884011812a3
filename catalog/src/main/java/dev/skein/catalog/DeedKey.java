package dev.skein.catalog;

import dev.skein.schemas.notification.NotificationKind;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A key that says what was done to whom by whom, 25 bytes big-endian: all that concerns a person lies side by side, and
 * therein what is told together.
 *
 * @param recipient whom it concerns; decides the partition
 * @param kind what was done
 * @param tweet as in a notification; 0 for a follow
 * @param actor who did it; 0 for all of them together
 */
public record DeedKey(long recipient, NotificationKind kind, long tweet, long actor) {
    /** By the number that is written; only ever added to. */
    private static final List<NotificationKind> KINDS = List.of(
            NotificationKind.FOLLOW,
            NotificationKind.LIKE,
            NotificationKind.RETWEET,
            NotificationKind.REPLY,
            NotificationKind.QUOTE,
            NotificationKind.MENTION);

    private static final int BYTES = 3 * Long.BYTES + 1;

    /** The smallest key of a recipient. */
    public static DeedKey from(long recipient) {
        return new DeedKey(recipient, KINDS.get(0), 0, 0);
    }

    /** The largest key of a recipient. */
    public static DeedKey to(long recipient) {
        return new DeedKey(recipient, KINDS.get(KINDS.size() - 1), Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** What is told together, whoever did it. */
    public static DeedKey group(long recipient, NotificationKind kind, long tweet) {
        return new DeedKey(recipient, kind, tweet, 0);
    }

    /** The same by this one. */
    public DeedKey by(long someone) {
        return new DeedKey(recipient, kind, tweet, someone);
    }

    /** Another kind of deed by the same one. */
    public DeedKey as(NotificationKind other) {
        return new DeedKey(recipient, other, tweet, actor);
    }

    static Serde<DeedKey> serde() {
        return Serdes.serdeFrom(
                (topic, key) -> key == null
                        ? null
                        : ByteBuffer.allocate(BYTES)
                                .putLong(key.recipient)
                                .put((byte) KINDS.indexOf(key.kind))
                                .putLong(key.tweet)
                                .putLong(key.actor)
                                .array(),
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    if (bytes.length != BYTES || bytes[Long.BYTES] < 0 || bytes[Long.BYTES] >= KINDS.size()) {
                        throw new SerializationException("not the key of a deed");
                    }
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    return new DeedKey(buffer.getLong(), KINDS.get(buffer.get()), buffer.getLong(), buffer.getLong());
                });
    }
}
