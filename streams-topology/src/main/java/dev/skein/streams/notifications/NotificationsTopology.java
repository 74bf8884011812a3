package dev.skein.streams.notifications;

import dev.skein.catalog.Format;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.store.Deed;
import dev.skein.streams.EventRules;
import dev.skein.streams.Routes;
import dev.skein.streams.Source;
import dev.skein.streams.StateStores;
import dev.skein.streams.TopologySettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Tells people what concerns them, exactly once: follows, likes, retweets, tweets → whom it concerns → what they are told,
 * grouped, and {@code notifications}.
 *
 * <pre>
 * follows  → unheard                    (person's shard) ─┐
 * likes                                                  ─┼▶ deeds-by-subject ▶ told, notification-groups, inboxes
 * retweets                                               ─┤                     (recipient's shard) ▶ notifications
 * tweets   → tweet-authors, tweet-deeds (author's shard) ─┘
 * notification-reads → inboxes          (recipient's shard)
 * </pre>
 *
 * A deed, and its undoing after it, goes to the shard of the tweet or person that it is done to. A tweet lies in its
 * author's shard, so that is the recipient's in either case: one hop, and there stand the tweet's author, whom they do not
 * want to hear of, and what they were told already. Hence a block, or a tweet's deletion, takes what was told away at once.
 *
 * <p>Groups are cached until a commit: a tweet that is liked a thousand times within one leaves one group to be written.
 */
public final class NotificationsTopology {
    private static final String[] TOLD = {
        InnerStores.TOLD.name(), Stores.NOTIFICATION_GROUPS.name(), Stores.INBOXES.name()
    };

    private NotificationsTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        builder.addStateStore(StateStores.of(InnerStores.TWEET_AUTHORS, settings))
                .addStateStore(StateStores.inMemory(InnerStores.EARLY_DEEDS, settings))
                .addStateStore(StateStores.of(InnerStores.TWEET_DEEDS, settings))
                .addStateStore(StateStores.of(InnerStores.UNHEARD, settings))
                .addStateStore(StateStores.of(InnerStores.TOLD, settings))
                .addStateStore(
                        StateStores.of(Stores.NOTIFICATION_GROUPS, settings).withCachingEnabled())
                .addStateStore(StateStores.of(Stores.INBOXES, settings).withCachingEnabled());

        KStream<Long, Deed> follows = Source.of(builder, Topics.FOLLOWS, settings)
                .peek(EventRules::require, Named.as("checked-follows"))
                .process(FollowDeedProcessor::new, Named.as("follows"), with(InnerStores.UNHEARD.name()));
        KStream<Long, Deed> likes = Source.of(builder, Topics.LIKES, settings)
                .peek(EventRules::require, Named.as("checked-likes"))
                .flatMap((user, event) -> keyed(DeedRules.of(event)), Named.as("likes"));
        KStream<Long, Deed> retweets = Source.of(builder, Topics.RETWEETS, settings)
                .peek(EventRules::require, Named.as("checked-retweets"))
                .flatMap((user, event) -> keyed(DeedRules.of(event)), Named.as("retweets"));
        KStream<Long, Deed> tweets = Source.of(builder, Topics.TWEETS, settings)
                .peek(EventRules::require, Named.as("checked-tweets"))
                .process(
                        TweetDeedProcessor::new,
                        Named.as("tweets"),
                        with(
                                InnerStores.TWEET_AUTHORS.name(),
                                InnerStores.TWEET_DEEDS.name(),
                                InnerStores.EARLY_DEEDS.name()));

        follows.merge(likes, Named.as("follows-and-likes"))
                .merge(retweets, Named.as("and-retweets"))
                .merge(tweets, Named.as("deeds"))
                .repartition(Routes.byId("deeds-by-subject", Format.avro(Deed.class), settings))
                .process(
                        NotifyProcessor::new,
                        Named.as("notify"),
                        with(
                                InnerStores.TWEET_AUTHORS.name(),
                                InnerStores.UNHEARD.name(),
                                InnerStores.EARLY_DEEDS.name()))
                .to(Topics.NOTIFICATIONS.name(), Routes.toTopic(Topics.NOTIFICATIONS, settings));

        Source.withTombstones(builder, Topics.NOTIFICATION_READS, settings)
                .process(ReadProcessor::new, Named.as("read"), TOLD);
        return builder.build();
    }

    private static String[] with(String... stores) {
        return Stream.concat(Arrays.stream(stores), Arrays.stream(TOLD)).toArray(String[]::new);
    }

    private static List<KeyValue<Long, Deed>> keyed(List<Deed> deeds) {
        return deeds.stream().map(deed -> KeyValue.pair(deed.getDoneTo(), deed)).toList();
    }
}
