package dev.skein.streams;

import java.util.Map;

/**
 * What a process knows of the topic {@code deliveries} before it reads it: the id that its cluster gave it, since one that was
 * created anew or lies in another cluster has the same name, and where its partitions begin, since what was there before is gone.
 * Safe for use by many threads.
 */
public final class DeliveryLog {
    private volatile String id = "";
    private volatile Map<Integer, Long> starts = Map.of();

    /** This is known now. */
    public void is(String id, Map<Integer, Long> starts) {
        this.id = id;
        this.starts = Map.copyOf(starts);
    }

    /** The topic's id; empty where it is not known. */
    public String id() {
        return id;
    }

    /** The first offset that a partition holds; 0 where that is not known. */
    public long start(int partition) {
        return starts.getOrDefault(partition, 0L);
    }
}
