package dev.skein.streams.home;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says of itself, in its first block.
 *
 * @param log the id of the topic whose records are in it; empty where that was not known
 * @param partition of the topic
 * @param partitions of readers, when it was written
 * @param offset of the last record that is in it
 * @param millis when it was begun, since 1970
 */
record SnapshotHeader(String log, int partition, int partitions, long offset, long millis) {
    private static final long MAGIC = 0x534b45494e544c31L; // SKEINTL1
    /** Raised when what was written before cannot be read any more; what cannot be read is taken from the log. */
    private static final int FORMAT = 1;

    ByteBuffer bytes() {
        byte[] name = log.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(48 + name.length)
                .putLong(MAGIC)
                .putInt(FORMAT)
                .putInt(partition)
                .putInt(partitions)
                .putLong(offset)
                .putLong(millis)
                .putLong(Body.layout())
                .putInt(name.length)
                .put(name)
                .flip();
    }

    /** Reads it; throws where it is none of ours. */
    static SnapshotHeader read(ByteBuffer bytes) throws UnusableSnapshotException {
        if (bytes.remaining() < 48 || bytes.getLong() != MAGIC) {
            throw new UnusableSnapshotException("it is not a snapshot of timelines");
        }
        int format = bytes.getInt();
        if (format != FORMAT) {
            throw new UnusableSnapshotException("it has format " + format + ", and this program reads " + FORMAT);
        }
        int partition = bytes.getInt();
        int partitions = bytes.getInt();
        long offset = bytes.getLong();
        long millis = bytes.getLong();
        if (bytes.getLong() != Body.layout()) {
            throw new UnusableSnapshotException("its tweets have the fields of another version of this program");
        }
        byte[] name = new byte[bytes.getInt()];
        bytes.get(name);
        return new SnapshotHeader(new String(name, StandardCharsets.UTF_8), partition, partitions, offset, millis);
    }

    /** Why a store of this partition of this log must not use it, or null. */
    @Nullable
    String foreign(String log, int partition, int partitions) {
        if (this.partition != partition || this.partitions != partitions) {
            return "it is of partition " + this.partition + " of " + this.partitions + ", not " + partition + " of "
                    + partitions;
        }
        return this.log.equals(log) ? null : "it is of another log, " + this.log + ", not " + log;
    }
}
