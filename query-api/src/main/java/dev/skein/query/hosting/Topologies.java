package dev.skein.query.hosting;

import dev.skein.catalog.App;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.author.AuthorTopology;
import dev.skein.streams.engagement.EngagementTopology;
import dev.skein.streams.home.HomeTopology;
import dev.skein.streams.notifications.NotificationsTopology;
import dev.skein.streams.suggestions.SuggestionsTopology;
import dev.skein.streams.trends.TrendsTopology;
import org.apache.kafka.streams.Topology;

/** Which topology an application runs. */
public final class Topologies {
    private Topologies() {}

    /** Builds it. */
    public static Topology of(App app, TopologySettings settings) {
        return switch (app) {
            case AUTHOR -> AuthorTopology.build(settings);
            case HOME -> HomeTopology.build(settings);
            case ENGAGEMENT -> EngagementTopology.build(settings);
            case TRENDS -> TrendsTopology.build(settings);
            case NOTIFICATIONS -> NotificationsTopology.build(settings);
            case SUGGESTIONS -> SuggestionsTopology.build(settings);
        };
    }
}
