package dev.skein.streams.engagement;

import dev.skein.catalog.Format;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.EngagementSums;
import dev.skein.schemas.store.UserCounts;
import dev.skein.streams.BeforeCommit;
import dev.skein.streams.CustomStoreBuilder;
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
 * Counts, exactly once: likes, retweets, tweets and follows → who did what → {@code engagement}, people's counts.
 *
 * <pre>
 * likes    → reactions    (person's shard) ─┐
 * retweets → retweeted    (person's shard) ─┼▶ sums-by-tweet ▶ likers, retweeters, replies, quotes ▶ engagement
 * tweets   → tweet-facts  (author's shard) ─┘                  (tweet's shard)
 * follows  → follow-edges (follower's shard) ──┬▶ followers-by-followee ▶ user-counts (followee's shard)
 *   blocks → blocks-by-blocked ▶ follow-edges ─┘                          (the blocked one's shard)
 * </pre>
 *
 * What people do is settled in their own shard, and what a commit of it adds to a tweet leaves as one sum: a tweet that a
 * million like, or a person whom a million follow, is no more work for their partition than any other, but for the list.
 * Counts are added up in memory until a commit as well, so a tweet leaves one record in {@code engagement}.
 */
public final class EngagementTopology {
    private EngagementTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        addStores(builder, settings);

        // What people do, settled where their events stand in order, and summed up until the commit.
        int partitions = settings.partitions();
        KStream<Long, EngagementSums> reactions = Source.of(builder, Topics.LIKES, settings)
                .peek(EventRules::require, Named.as("checked-likes"))
                .process(
                        () -> new ReactionProcessor(partitions),
                        Named.as("reactions"),
                        Stores.REACTIONS.name(),
                        Stores.MARKS_IN_MEMORY.name(),
                        Stores.FOLLOW_EDGES.name(),
                        ReactionProcessor.OUTGOING);
        KStream<Long, EngagementSums> retweets = Source.of(builder, Topics.RETWEETS, settings)
                .peek(EventRules::require, Named.as("checked-retweets"))
                .process(
                        () -> new RetweetProcessor(partitions),
                        Named.as("retweets"),
                        Stores.RETWEETED.name(),
                        Stores.MARKS_IN_MEMORY.name(),
                        InnerStores.RETWEETS_UNDONE.name(),
                        RetweetProcessor.OUTGOING);
        KStream<Long, EngagementSums> answers = Source.of(builder, Topics.TWEETS, settings)
                .peek(EventRules::require, Named.as("checked-tweets"))
                .process(
                        () -> new TweetProcessor(partitions),
                        Named.as("tweets"),
                        Stores.TWEET_FACTS.name(),
                        Stores.USER_COUNTS.name(),
                        TweetProcessor.OUTGOING);

        // What it means to the tweet, counted where the tweet is.
        reactions
                .merge(retweets, Named.as("reactions-and-retweets"))
                .merge(answers, Named.as("sums"))
                .repartition(Routes.byNumber("sums-by-tweet", Format.avro(EngagementSums.class), settings))
                .process(
                        EngagementProcessor::new,
                        Named.as("who-did-what"),
                        Stores.LIKERS.name(),
                        InnerStores.DISLIKERS.name(),
                        Stores.RETWEETERS.name(),
                        Stores.REPLIES.name(),
                        Stores.QUOTES.name(),
                        Stores.TWEET_FACTS.name(),
                        Stores.FOLLOW_EDGES.name())
                .process(
                        CountProcessor::new,
                        Named.as("count-engagement"),
                        Stores.ENGAGEMENT.name(),
                        Stores.COUNTS_IN_MEMORY.name(),
                        CountProcessor.OUTGOING)
                .to(Topics.ENGAGEMENT.name(), Routes.toTopic(Topics.ENGAGEMENT, settings));

        // Who follows whom: a block ends follows both ways, so the blocked one's shard hears of it too.
        KStream<Long, FollowEvent> follows =
                Source.of(builder, Topics.FOLLOWS, settings).peek(EventRules::require, Named.as("checked-follows"));
        KStream<Long, UserCounts> byActor = follows.process(
                () -> new FollowEdgeProcessor(Side.ACTOR),
                Named.as("follow-edges-of-actor"),
                Stores.FOLLOW_EDGES.name(),
                Stores.USER_COUNTS.name(),
                FollowEdgeProcessor.outgoing(Side.ACTOR));
        KStream<Long, UserCounts> byOther = follows.filter(
                        (actor, event) -> RelationRules.concernsBoth(event), Named.as("blocks"))
                .selectKey((actor, event) -> event.getTargetId(), Named.as("by-blocked"))
                .repartition(Routes.byId("blocks-by-blocked", Topics.FOLLOWS.value(), settings))
                .process(
                        () -> new FollowEdgeProcessor(Side.TARGET),
                        Named.as("follow-edges-of-blocked"),
                        Stores.FOLLOW_EDGES.name(),
                        Stores.USER_COUNTS.name(),
                        FollowEdgeProcessor.outgoing(Side.TARGET));
        byActor.merge(byOther, Named.as("follower-changes"))
                .repartition(Routes.byId("followers-by-followee", Format.avro(UserCounts.class), settings))
                .process(FollowerCountProcessor::new, Named.as("follower-counts"), Stores.USER_COUNTS.name());
        return builder.build();
    }

    private static void addStores(StreamsBuilder builder, TopologySettings settings) {
        builder.addStateStore(StateStores.of(Stores.REACTIONS, settings))
                .addStateStore(StateStores.of(Stores.RETWEETED, settings))
                .addStateStore(StateStores.of(InnerStores.RETWEETS_UNDONE, settings))
                .addStateStore(StateStores.of(Stores.LIKERS, settings))
                .addStateStore(StateStores.of(InnerStores.DISLIKERS, settings))
                .addStateStore(StateStores.of(Stores.RETWEETERS, settings))
                .addStateStore(StateStores.of(Stores.REPLIES, settings))
                .addStateStore(StateStores.of(Stores.QUOTES, settings))
                .addStateStore(StateStores.timestamped(Stores.ENGAGEMENT, settings))
                .addStateStore(new CustomStoreBuilder<>(
                        Stores.MARKS_IN_MEMORY.name(),
                        () -> new MarkCache(MarkCache.BYTES_MAX / settings.partitions())))
                .addStateStore(new CustomStoreBuilder<>(
                        Stores.COUNTS_IN_MEMORY.name(),
                        () -> new CountCache(CountCache.BYTES_MAX / settings.partitions())))
                .addStateStore(BeforeCommit.store(ReactionProcessor.OUTGOING))
                .addStateStore(BeforeCommit.store(RetweetProcessor.OUTGOING))
                .addStateStore(BeforeCommit.store(TweetProcessor.OUTGOING))
                .addStateStore(BeforeCommit.store(CountProcessor.OUTGOING))
                .addStateStore(BeforeCommit.store(FollowEdgeProcessor.outgoing(Side.ACTOR)))
                .addStateStore(BeforeCommit.store(FollowEdgeProcessor.outgoing(Side.TARGET)))
                .addStateStore(StateStores.of(Stores.TWEET_FACTS, settings))
                .addStateStore(StateStores.of(Stores.FOLLOW_EDGES, settings))
                // Many changes of a famous person's counts are one write.
                .addStateStore(StateStores.of(Stores.USER_COUNTS, settings).withCachingEnabled());
    }
}
