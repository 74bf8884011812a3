package dev.skein.streams.notifications;

import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.notification.Notification;
import dev.skein.streams.EventRules;
import dev.skein.streams.Routes;
import dev.skein.streams.Source;
import dev.skein.streams.StateStores;
import dev.skein.streams.TopologySettings;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Tells people what concerns them, exactly once: follows, likes, retweets, tweets → whom it concerns →
 * {@code notifications}.
 *
 * <pre>
 * follows  → unheard       (person's shard) ─┐
 * likes                                     ─┼▶ deeds-by-subject ▶ notified ▶ notifications
 * retweets                                  ─┤                     (recipient's shard)
 * tweets   → tweet-authors (author's shard) ─┘
 * </pre>
 *
 * A deed goes to the shard of the tweet or person that it is done to. A tweet lies in its author's shard, so that is the
 * recipient's in either case: one hop, and there stand the tweet's author, whom they do not want to hear of, and what
 * they were told already. A deed never overtakes its tweet there: a task takes what is in its partitions in the order of
 * time.
 */
public final class NotificationsTopology {
    private NotificationsTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        builder.addStateStore(StateStores.of(InnerStores.TWEET_AUTHORS, settings))
                .addStateStore(StateStores.of(InnerStores.UNHEARD, settings))
                .addStateStore(StateStores.of(InnerStores.NOTIFIED, settings));

        KStream<Long, Notification> follows = Source.of(builder, Topics.FOLLOWS, settings)
                .peek(EventRules::require, Named.as("checked-follows"))
                .process(FollowDeedProcessor::new, Named.as("follows"), InnerStores.UNHEARD.name());
        KStream<Long, Notification> likes = Source.of(builder, Topics.LIKES, settings)
                .peek(EventRules::require, Named.as("checked-likes"))
                .flatMap((user, event) -> keyed(DeedRules.of(event)), Named.as("likes"));
        KStream<Long, Notification> retweets = Source.of(builder, Topics.RETWEETS, settings)
                .peek(EventRules::require, Named.as("checked-retweets"))
                .flatMap((user, event) -> keyed(DeedRules.of(event)), Named.as("retweets"));
        KStream<Long, Notification> tweets = Source.of(builder, Topics.TWEETS, settings)
                .peek(EventRules::require, Named.as("checked-tweets"))
                .process(TweetDeedProcessor::new, Named.as("tweets"), InnerStores.TWEET_AUTHORS.name());

        follows.merge(likes, Named.as("follows-and-likes"))
                .merge(retweets, Named.as("and-retweets"))
                .merge(tweets, Named.as("deeds"))
                .repartition(Routes.byId("deeds-by-subject", Topics.NOTIFICATIONS.value(), settings))
                .process(
                        NotifyProcessor::new,
                        Named.as("notify"),
                        InnerStores.TWEET_AUTHORS.name(),
                        InnerStores.UNHEARD.name(),
                        InnerStores.NOTIFIED.name())
                .to(Topics.NOTIFICATIONS.name(), Routes.toTopic(Topics.NOTIFICATIONS, settings));
        return builder.build();
    }

    private static List<KeyValue<Long, Notification>> keyed(List<DeedRules.Deed> deeds) {
        return deeds.stream()
                .map(deed -> KeyValue.pair(deed.doneTo(), deed.notification()))
                .toList();
    }
}
