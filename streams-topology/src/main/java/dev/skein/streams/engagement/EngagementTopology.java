package dev.skein.streams.engagement;

import dev.skein.catalog.Format;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.UserCounts;
import dev.skein.streams.EventRules;
import dev.skein.streams.Routes;
import dev.skein.streams.Source;
import dev.skein.streams.StateStores;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.engagement.FollowEdgeProcessor.Side;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts, exactly once: likes, retweets, tweets and follows → who did what → {@code engagement}, people's counts.
 *
 * <pre>
 * likes    → reactions    (person's shard) ─┐
 * retweets → retweeted    (person's shard) ─┼▶ changes-by-tweet ▶ likers, retweeters, replies, quotes ▶ engagement
 * tweets   → tweet-facts  (author's shard) ─┘                     (tweet's shard)
 * follows  → follow-edges (follower's shard) ──┬▶ followers-by-followee ▶ user-counts (followee's shard)
 *   blocks → blocks-by-blocked ▶ follow-edges ─┘                          (the blocked one's shard)
 * </pre>
 *
 * What is sent to a tweet's shard says how things stand, and is compared there with the index that pages are read from:
 * a count is always the length of its list. Counts are cached until a commit, so a tweet that is liked a thousand times
 * within one leaves one record in {@code engagement}.
 */
public final class EngagementTopology {
    private EngagementTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        addStores(builder, settings);

        // What people do, settled where their events stand in order.
        KStream<Long, EngagementChange> reactions = Source.of(builder, Topics.LIKES, settings)
                .peek(EventRules::require, Named.as("checked-likes"))
                .process(ReactionProcessor::new, Named.as("reactions"), Stores.REACTIONS.name());
        KStream<Long, EngagementChange> retweets = Source.of(builder, Topics.RETWEETS, settings)
                .peek(EventRules::require, Named.as("checked-retweets"))
                .process(
                        RetweetProcessor::new,
                        Named.as("retweets"),
                        Stores.RETWEETED.name(),
                        InnerStores.RETWEETS_UNDONE.name());
        KStream<Long, EngagementChange> answers = Source.of(builder, Topics.TWEETS, settings)
                .peek(EventRules::require, Named.as("checked-tweets"))
                .process(TweetProcessor::new, Named.as("tweets"), Stores.TWEET_FACTS.name(), Stores.USER_COUNTS.name());

        // What it means to the tweet, counted where the tweet is.
        reactions
                .merge(retweets, Named.as("reactions-and-retweets"))
                .merge(answers, Named.as("changes"))
                .repartition(Routes.byId("changes-by-tweet", Format.avro(EngagementChange.class), settings))
                .processValues(
                        EngagementProcessor::new,
                        Named.as("who-did-what"),
                        Stores.LIKERS.name(),
                        InnerStores.DISLIKERS.name(),
                        Stores.RETWEETERS.name(),
                        Stores.REPLIES.name(),
                        Stores.QUOTES.name(),
                        Stores.TWEET_FACTS.name(),
                        Stores.FOLLOW_EDGES.name())
                .groupByKey(Grouped.with(
                        "by-tweet",
                        settings.codecs().serde(Format.ID),
                        settings.codecs().value(Topics.ENGAGEMENT)))
                .aggregate(
                        () -> CountRules.NO_ENGAGEMENT,
                        (id, more, sum) -> CountRules.plus(sum, more),
                        Named.as("count-engagement"),
                        engagementStore(settings))
                .toStream(Named.as("engagement-counts"))
                .to(Topics.ENGAGEMENT.name(), Routes.toTopic(Topics.ENGAGEMENT, settings));

        // Who follows whom: a block ends follows both ways, so the blocked one's shard hears of it too.
        KStream<Long, FollowEvent> follows =
                Source.of(builder, Topics.FOLLOWS, settings).peek(EventRules::require, Named.as("checked-follows"));
        KStream<Long, UserCounts> byActor = follows.process(
                () -> new FollowEdgeProcessor(Side.ACTOR),
                Named.as("follow-edges-of-actor"),
                Stores.FOLLOW_EDGES.name(),
                Stores.USER_COUNTS.name());
        KStream<Long, UserCounts> byOther = follows.filter(FollowEdgeProcessor::concernsTarget, Named.as("blocks"))
                .selectKey((actor, event) -> event.getTargetId(), Named.as("by-blocked"))
                .repartition(Routes.byId("blocks-by-blocked", Topics.FOLLOWS.value(), settings))
                .process(
                        () -> new FollowEdgeProcessor(Side.TARGET),
                        Named.as("follow-edges-of-blocked"),
                        Stores.FOLLOW_EDGES.name(),
                        Stores.USER_COUNTS.name());
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
                .addStateStore(StateStores.of(Stores.TWEET_FACTS, settings))
                .addStateStore(StateStores.of(Stores.FOLLOW_EDGES, settings))
                // Many changes of a famous person's counts are one write.
                .addStateStore(StateStores.of(Stores.USER_COUNTS, settings).withCachingEnabled());
    }

    private static Materialized<Long, Engagement, KeyValueStore<Bytes, byte[]>> engagementStore(
            TopologySettings settings) {
        return Materialized.<Long, Engagement, KeyValueStore<Bytes, byte[]>>as(Stores.ENGAGEMENT.name())
                .withKeySerde(settings.codecs().serde(Stores.ENGAGEMENT.key()))
                .withValueSerde(settings.codecs().serde(Stores.ENGAGEMENT.value()))
                .withCachingEnabled();
    }
}
