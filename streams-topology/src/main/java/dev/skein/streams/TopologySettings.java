package dev.skein.streams;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.Id;
import java.util.Properties;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;

/**
 * What every topology is built with.
 *
 * @param partitions of every topic that is cut by shard, a power of two, 1 to 1024
 * @param codecs serdes bound to a schema registry
 * @param applied where processors note how far they are
 * @param thresholds where people begin to be treated otherwise
 * @param timelines for the store of home timelines
 */
public record TopologySettings(
        int partitions, Codecs codecs, Applied applied, Thresholds thresholds, TimelineSettings timelines) {
    /** Checks the number of partitions. */
    public TopologySettings {
        Id.requirePartitions(partitions);
    }

    /** With the thresholds that are right where nobody says otherwise, and {@link TimelineSettings#unbounded}. */
    public TopologySettings(int partitions, Codecs codecs, Applied applied) {
        this(partitions, codecs, applied, Thresholds.DEFAULT, TimelineSettings.unbounded());
    }

    /** A builder that refuses a repartition, a changelog or a store without a name of our own: names are state. */
    public static StreamsBuilder builder() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "names-only");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "names-only:9092");
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
    }
}
