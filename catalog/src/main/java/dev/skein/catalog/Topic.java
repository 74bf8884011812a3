package dev.skein.catalog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A topic: what is in it, how it is cut and how long it is kept.
 *
 * @param name in Kafka
 * @param key how keys are written
 * @param value how values are written
 * @param keyMeaning what the key is
 * @param partitioning which partition a key goes to
 * @param retention what Kafka removes when
 * @param writtenBy which parts of the system write to it
 * @param meaning what a record says, and in which order records stand
 */
public record Topic<K, V>(
        String name,
        Format<K> key,
        Format<V> value,
        String keyMeaning,
        Partitioning partitioning,
        Retention retention,
        String writtenBy,
        String meaning) {

    /** Which partition a key goes to. */
    public enum Partitioning {
        /** The key is an id: the partition of its shard. */
        SHARD,
        /** The key is text: Kafka's default. */
        HASH,
        /** The writer says which: the readers' partition. */
        READERS,
        /** One partition, order over all. */
        SINGLE
    }

    /**
     * What Kafka removes when.
     *
     * @param compacted only the newest record of a key is kept
     * @param keep records are removed when older than this; empty: never
     * @param settings further settings of the topic, by their names in Kafka
     */
    public record Retention(boolean compacted, Optional<Duration> keep, Map<String, String> settings) {}

    /** How many partitions it has, where the system has {@code partitions}. */
    public int partitions(int partitions) {
        return partitioning == Partitioning.SINGLE ? 1 : partitions;
    }

    /** Its settings in Kafka, by their names there. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        String policy = retention.compacted() ? "compact" : "delete";
        if (retention.compacted() && retention.keep().isPresent()) {
            policy = "compact,delete";
        }
        settings.put("cleanup.policy", policy);
        if (!retention.compacted() || retention.keep().isPresent()) {
            settings.put(
                    "retention.ms",
                    retention.keep().map(Duration::toMillis).orElse(-1L).toString());
        }
        settings.putAll(retention.settings());
        return settings;
    }
}
