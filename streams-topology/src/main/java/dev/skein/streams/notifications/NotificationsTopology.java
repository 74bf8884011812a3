package dev.skein.streams.notifications;

import dev.skein.catalog.Topics;
import dev.skein.streams.Source;
import dev.skein.streams.TopologySettings;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;

/** The topology of [notifications]. */
public final class NotificationsTopology {
    private NotificationsTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        Source.of(builder, Topics.TWEETS, settings);
        return builder.build();
    }
}
