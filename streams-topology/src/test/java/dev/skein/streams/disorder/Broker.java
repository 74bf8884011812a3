package dev.skein.streams.disorder;

import dev.skein.catalog.Id;
import java.util.HashMap;
import java.util.Map;

/** The topics of some applications, each there as soon as somebody asks for it; and the time that all of them have. */
public final class Broker {
    private final int partitions;
    private final Map<String, MemoryTopic> topics = new HashMap<>();
    private long now;

    /** Without any record. */
    public Broker(int partitions, long now) {
        this.partitions = partitions;
        this.now = now;
    }

    /** Of every topic. */
    public int partitions() {
        return partitions;
    }

    /** By its name. */
    public MemoryTopic topic(String name) {
        return topics.computeIfAbsent(name, any -> new MemoryTopic(partitions));
    }

    /** Writes a record where its key belongs. */
    public void write(String topic, long key, Object value) {
        topic(topic).append(Id.partition(key, partitions), key, value, now);
    }

    /** Milliseconds since 1970. */
    public long now() {
        return now;
    }

    /** Time goes by. */
    public void pass(long millis) {
        now += millis;
    }
}
