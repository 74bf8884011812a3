package dev.skein.streams.author;

import dev.skein.streams.TopologySettings;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;

/** Tweets, follows and retweets → author timelines and followers → deliveries. */
public final class AuthorTopology {
    private AuthorTopology() {}

    /** Builds the topology. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        return builder.build();
    }
}
