package dev.skein.streams.home;

import dev.skein.streams.TopologySettings;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;

/** Deliveries → home timelines; follows → how readers stand to others. */
public final class HomeTopology {
    private HomeTopology() {}

    /** Builds the topology. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        return builder.build();
    }
}
