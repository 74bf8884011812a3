package dev.skein.streams.author;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.ShardPartitioner;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.streams.TopologySettings;
import org.apache.kafka.streams.Topology;

/**
 * The way out of {@link AuthorTopology}: one door that all lead to who tell {@link Effect}s, and behind it a sink for each
 * topic. A sink for each kind of each of them, and what tells the kinds apart, would be sixty nodes on a tweet's way.
 */
final class AuthorSinks {
    static final String TO_DELIVERIES = to(Topics.DELIVERIES);
    static final String TO_TWEET_STATE = to(Topics.TWEET_STATE);
    static final String TO_CONTINUATIONS = to(Topics.CONTINUATIONS);
    static final String TO_TWEETS = to(Topics.TWEETS);
    static final String TO_RETWEETS = to(Topics.RETWEETS);
    static final String TO_ACTIVITY = to(Topics.ACTIVITY);
    static final String TO_NOTIFICATION_READS = to(Topics.NOTIFICATION_READS);

    private static final String DOOR = "leave";

    private final Topology topology;
    private final Codecs codecs;

    private AuthorSinks(Topology topology, Codecs codecs) {
        this.topology = topology;
        this.codecs = codecs;
    }

    /**
     * Adds them.
     *
     * @param tellers the names of all processors that tell effects
     */
    static Topology addTo(Topology topology, TopologySettings settings, String... tellers) {
        topology.addProcessor(DOOR, () -> new LeaveProcessor(settings.partitions()), tellers)
                .connectProcessorAndStateStores(DOOR, OutgoingDeliveries.NAME);
        new AuthorSinks(topology, settings.codecs()).add(settings.partitions());
        return topology;
    }

    private void add(int partitions) {
        topology.addSink(
                        TO_DELIVERIES,
                        Topics.DELIVERIES.name(),
                        codecs.key(Topics.DELIVERIES).serializer(),
                        Envelopes.deliver(codecs.value(Topics.DELIVERIES)),
                        new DeliveryPartitioner(partitions),
                        DOOR)
                .addSink(
                        TO_TWEET_STATE,
                        Topics.TWEET_STATE.name(),
                        codecs.key(Topics.TWEET_STATE).serializer(),
                        Envelopes.state(codecs.value(Topics.TWEET_STATE)),
                        ShardPartitioner.byId(),
                        DOOR);
        add(Topics.CONTINUATIONS);
        // What somebody wrote who has left: all who read these topics must hear that it is gone.
        add(Topics.TWEETS);
        add(Topics.RETWEETS);
        // Who left was never seen, and has nothing to read.
        add(Topics.ACTIVITY);
        add(Topics.NOTIFICATION_READS);
    }

    private <V> void add(Topic<Long, V> topic) {
        topology.addSink(
                /* name= */ to(topic),
                topic.name(),
                codecs.key(topic).serializer(),
                codecs.value(topic).serializer(),
                ShardPartitioner.byId(),
                DOOR);
    }

    private static String to(Topic<?, ?> topic) {
        return "to-" + topic.name();
    }
}
