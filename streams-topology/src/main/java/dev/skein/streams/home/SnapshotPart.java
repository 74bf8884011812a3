package dev.skein.streams.home;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A part of the state as it goes into a snapshot and comes back, one record after the other, in the order of the parts.
 *
 * <p>What is written stands for a state that never was at one moment: each record is as it was when the snapshot was begun,
 * or at any moment since. That is enough, since all that came after its beginning is applied to it again, and applying
 * again changes nothing.
 */
interface SnapshotPart {
    /** Numbers of the parts; what they mean never changes. */
    int RINGS = 1;

    int BODIES = 2;
    int RETWEETS = 3;
    int PEOPLE = 4;
    int DELETED = 5;
    int EDITED = 6;
    int UNDONE = 7;
    int COPIES = 8;
    int STANDINGS = 9;
    int LACKING = 10;

    /** The number of this part, one of the above. */
    int kind();

    /**
     * Takes hold of it. On the stream thread, so it must not take long: a large table that others may read while it changes
     * is not copied.
     *
     * @return writes it, on another thread, while the stream thread goes on
     */
    Consumer<SnapshotOutput> cut();

    /** Reads one record, into an empty state. */
    void load(ByteBuffer record);
}
