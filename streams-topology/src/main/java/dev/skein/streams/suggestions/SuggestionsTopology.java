package dev.skein.streams.suggestions;

import dev.skein.catalog.Format;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.Hint;
import dev.skein.streams.EventRules;
import dev.skein.streams.RelationRules;
import dev.skein.streams.Routes;
import dev.skein.streams.Side;
import dev.skein.streams.Source;
import dev.skein.streams.StateStores;
import dev.skein.streams.TopologySettings;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Whom one may want to follow, kept while people follow each other: follows, dismissals → followees of one's followees,
 * and through how many of them.
 *
 * <pre>
 * follows → suggestion-edges (person's shard) ─┬─▶ follows-by-followee ▶ neighbours ──┬─▶ hints-by-person ▶ candidates
 *   blocks → blocks-by-blocked ▶ the same ─────┤   (tells the new follower)           │   (the shards of those who are told,
 *                                              └─▶ pending-follows ───────────────────┘    through followees-of-followees)
 *                                                  (tells the followers, step by step)
 * dismissals → dismissed (person's shard)
 * </pre>
 *
 * When somebody begins to follow another, the other tells them whom they follow, a list of the newest; and their own newest
 * followers are told of the other. When they cease to, what came through the other goes. All lists have bounds, so whoever
 * has a million followers costs no more than others; below the bounds it is exact.
 */
public final class SuggestionsTopology {
    private SuggestionsTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        builder.addStateStore(StateStores.of(Stores.SUGGESTION_EDGES, settings))
                .addStateStore(StateStores.of(Stores.DISMISSED, settings))
                // Many changes of one person's are one write.
                .addStateStore(StateStores.of(InnerStores.NEIGHBOURS, settings).withCachingEnabled())
                .addStateStore(
                        StateStores.of(InnerStores.PENDING_FOLLOWS, settings).withCachingEnabled())
                .addStateStore(StateStores.of(InnerStores.FOLLOWEES_OF_FOLLOWEES, settings))
                .addStateStore(
                        StateStores.of(InnerStores.STALE_CANDIDATES, settings).withCachingEnabled())
                .addStateStore(StateStores.of(Stores.CANDIDATES, settings));

        // Who follows whom: a block ends follows both ways, so the blocked one's shard hears of it too.
        KStream<Long, FollowEvent> follows =
                Source.of(builder, Topics.FOLLOWS, settings).peek(EventRules::require, Named.as("checked-follows"));
        KStream<Long, Hint> byActor = follows.process(
                () -> new FollowProcessor(Side.ACTOR),
                Named.as("follows-of-actor"),
                Stores.SUGGESTION_EDGES.name(),
                InnerStores.NEIGHBOURS.name(),
                InnerStores.FOLLOWEES_OF_FOLLOWEES.name(),
                InnerStores.STALE_CANDIDATES.name());
        KStream<Long, Hint> byOther = follows.filter(
                        (actor, event) -> RelationRules.concernsBoth(event), Named.as("blocks"))
                .selectKey((actor, event) -> event.getTargetId(), Named.as("by-blocked"))
                .repartition(Routes.byId("blocks-by-blocked", Topics.FOLLOWS.value(), settings))
                .process(
                        () -> new FollowProcessor(Side.TARGET),
                        Named.as("follows-of-blocked"),
                        Stores.SUGGESTION_EDGES.name(),
                        InnerStores.NEIGHBOURS.name(),
                        InnerStores.FOLLOWEES_OF_FOLLOWEES.name(),
                        InnerStores.STALE_CANDIDATES.name());
        KStream<Long, Hint> changes = byActor.merge(byOther, Named.as("follower-changes"));

        // Whom that suggests to whom.
        KStream<Long, Hint> toFollower = changes.repartition(
                        Routes.byId("follows-by-followee", Format.avro(Hint.class), settings))
                .process(FollowerProcessor::new, Named.as("tell-new-follower"), InnerStores.NEIGHBOURS.name());
        KStream<Long, Hint> toFollowers = changes.process(
                () -> new TellFollowersProcessor(settings.partitions()),
                Named.as("tell-followers"),
                InnerStores.PENDING_FOLLOWS.name(),
                InnerStores.NEIGHBOURS.name());
        toFollower
                .merge(toFollowers, Named.as("hints"))
                .repartition(Routes.byId("hints-by-person", Format.avro(Hint.class), settings))
                .process(
                        CandidateProcessor::new,
                        Named.as("keep-candidates"),
                        InnerStores.NEIGHBOURS.name(),
                        InnerStores.FOLLOWEES_OF_FOLLOWEES.name(),
                        InnerStores.STALE_CANDIDATES.name(),
                        Stores.CANDIDATES.name());

        Source.of(builder, Topics.DISMISSALS, settings)
                .peek(EventRules::require, Named.as("checked-dismissals"))
                .process(DismissalProcessor::new, Named.as("dismiss"), Stores.DISMISSED.name());
        return builder.build();
    }
}
