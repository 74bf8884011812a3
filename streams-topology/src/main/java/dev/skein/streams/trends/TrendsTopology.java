package dev.skein.streams.trends;

import dev.skein.catalog.Format;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.store.HashtagChanges;
import dev.skein.schemas.trend.Trends;
import dev.skein.streams.BeforeCommit;
import dev.skein.streams.EventRules;
import dev.skein.streams.Routes;
import dev.skein.streams.Source;
import dev.skein.streams.StateStores;
import dev.skein.streams.TopologySettings;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Hashtags, exactly once: tweets → which tweet counts for what, how often in which minute → {@code trends}.
 *
 * <pre>
 * tweets ▶ tweet-tags       ▶ counts-by-hashtag ▶ tag-minutes, tag-hours, candidates ▶ tops ▶ partition-trends ▶ trends
 *          (author's shard)                       (hashtag's partition)                     (one place)
 * </pre>
 *
 * What a commit's tweets add to a hashtag leaves the author's shard as one sum. A hashtag is counted in one partition, so
 * the top 100 of all are among the top 100 of each; only those meet in one place, once a second at most. Every instance
 * holds what comes out, so any of them answers without asking another.
 */
public final class TrendsTopology {
    private TrendsTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        builder.addStateStore(StateStores.of(InnerStores.TWEET_TAGS, settings))
                .addStateStore(StateStores.of(InnerStores.NEWEST_TWEETS, settings))
                .addStateStore(BeforeCommit.store(TweetTagsProcessor.OUTGOING))
                .addStateStore(StateStores.of(InnerStores.TAG_MINUTES, settings))
                .addStateStore(StateStores.of(InnerStores.TAG_HOURS, settings))
                .addStateStore(BeforeCommit.store(HashtagProcessor.HELD))
                .addStateStore(StateStores.of(InnerStores.TREND_CANDIDATES, settings))
                .addStateStore(StateStores.of(InnerStores.TRENDS_CLOCK, settings))
                .addStateStore(StateStores.of(InnerStores.PARTITION_TRENDS, settings));

        Source.of(builder, Topics.TWEETS, settings)
                .peek(EventRules::require, Named.as("checked-tweets"))
                // Which hashtags a tweet begins or ceases to count for, summed up until the commit.
                .process(
                        () -> new TweetTagsProcessor(settings.partitions()),
                        Named.as("tweet-tags"),
                        InnerStores.TWEET_TAGS.name(),
                        InnerStores.NEWEST_TWEETS.name(),
                        TweetTagsProcessor.OUTGOING)
                .repartition(Routes.byNumber("counts-by-hashtag", Format.avro(HashtagChanges.class), settings))
                // How often in which minute, and the top of this partition.
                .process(
                        HashtagProcessor::new,
                        Named.as("hashtags"),
                        InnerStores.TAG_MINUTES.name(),
                        InnerStores.TAG_HOURS.name(),
                        HashtagProcessor.HELD,
                        InnerStores.TREND_CANDIDATES.name(),
                        InnerStores.TRENDS_CLOCK.name())
                .repartition(Routes.byText("tops", Format.avro(Trends.class), 1, settings))
                // The top of all.
                .process(TopTrendsProcessor::new, Named.as("top-of-all"), InnerStores.PARTITION_TRENDS.name())
                .to(
                        Topics.TRENDS.name(),
                        Produced.with(
                                        settings.codecs().key(Topics.TRENDS),
                                        settings.codecs().value(Topics.TRENDS))
                                .withName("to-trends"));

        builder.globalTable(
                Topics.TRENDS.name(),
                Consumed.with(
                                settings.codecs().key(Topics.TRENDS),
                                settings.codecs().value(Topics.TRENDS))
                        .withName("from-trends"),
                Materialized.<String, Trends, KeyValueStore<Bytes, byte[]>>as(Stores.TRENDS.name())
                        .withKeySerde(settings.codecs().key(Topics.TRENDS))
                        .withValueSerde(settings.codecs().value(Topics.TRENDS)));
        return builder.build();
    }
}
