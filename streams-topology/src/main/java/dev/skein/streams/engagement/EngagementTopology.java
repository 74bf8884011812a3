package dev.skein.streams.engagement;

import dev.skein.catalog.Topics;
import dev.skein.streams.Source;
import dev.skein.streams.TopologySettings;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;

/** The topology of [engagement]. */
public final class EngagementTopology {
    private EngagementTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        Source.of(builder, Topics.TWEETS, settings);
        return builder.build();
    }
}
