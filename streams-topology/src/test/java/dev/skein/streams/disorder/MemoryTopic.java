package dev.skein.streams.disorder;

import java.util.ArrayList;
import java.util.List;

/** A topic in memory: what its partitions hold, and where they begin. */
public final class MemoryTopic {
    /** A record. */
    public record Entry(long offset, long key, Object value, long time) {}

    private static final class Partition {
        private final List<Entry> entries = new ArrayList<>();
        private long start;

        long end() {
            return start + entries.size();
        }
    }

    private final List<Partition> partitions = new ArrayList<>();

    /** An empty one. */
    public MemoryTopic(int partitions) {
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new Partition());
        }
    }

    /** Writes a record. */
    public void append(int partition, long key, Object value, long time) {
        Partition at = partitions.get(partition);
        at.entries.add(new Entry(at.end(), key, value, time));
    }

    /** The record at an offset, which must be there. */
    public Entry read(int partition, long offset) {
        Partition at = partitions.get(partition);
        return at.entries.get((int) (offset - at.start));
    }

    /** Where it begins. */
    public long start(int partition) {
        return partitions.get(partition).start;
    }

    /** Where the next record will be. */
    public long end(int partition) {
        return partitions.get(partition).end();
    }

    /** What retention does: all before an offset is gone. */
    public void expire(int partition, long before) {
        Partition at = partitions.get(partition);
        at.entries.subList(0, (int) (before - at.start)).clear();
        at.start = before;
    }
}
