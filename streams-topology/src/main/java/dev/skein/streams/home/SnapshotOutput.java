package dev.skein.streams.home;

import java.nio.ByteBuffer;

/** Where the parts of a snapshot write their records. */
@FunctionalInterface
interface SnapshotOutput {
    /**
     * Room for one record.
     *
     * @param bytes how many will be written, no fewer
     * @return to be written to and not kept
     */
    ByteBuffer record(int bytes);
}
