package dev.skein.streams.author;

import dev.skein.catalog.ShardPartitioner;
import dev.skein.catalog.Topics;
import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.activity.Seen;
import dev.skein.streams.Routes;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.author.Effect.Continue;
import dev.skein.streams.author.Effect.Delete;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.Forget;
import dev.skein.streams.author.Effect.State;
import dev.skein.streams.author.Effect.Undo;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** The ways out of {@link AuthorTopology}: one for each kind of {@link Effect} that leaves it. */
final class AuthorSinks {
    private final TopologySettings settings;

    AuthorSinks(TopologySettings settings) {
        this.settings = settings;
    }

    /** All that enters home timelines leaves by one door, where it is put into full records. */
    void toDeliveries(Map<String, KStream<Long, Effect>> all) {
        all.entrySet().stream()
                .map(of -> only(Deliver.class, of.getValue(), "deliveries-of-" + of.getKey()))
                .reduce(KStream::merge)
                .orElseThrow()
                .process(CollectProcessor::new, Named.as("collect-deliveries"), OutgoingDeliveries.NAME)
                .to(
                        Topics.DELIVERIES.name(),
                        Produced.with(
                                        settings.codecs().key(Topics.DELIVERIES),
                                        Envelopes.deliver(settings.codecs().value(Topics.DELIVERIES)),
                                        new DeliveryPartitioner(settings.partitions()))
                                .withName("to-deliveries"));
    }

    /** The next step of a long list. */
    void toContinuations(String of, KStream<Long, Effect> effects) {
        only(Continue.class, effects, "continuations-of-" + of)
                .mapValues(Continue::continuation, Named.as("next-steps-of-" + of))
                .to(
                        Topics.CONTINUATIONS.name(),
                        Routes.toTopic(Topics.CONTINUATIONS, settings).withName("to-continuations-of-" + of));
    }

    /** How a tweet stands now. */
    void toTweetState(String of, KStream<Long, Effect> effects) {
        only(State.class, effects, "states-of-" + of)
                .to(
                        Topics.TWEET_STATE.name(),
                        Produced.with(
                                        settings.codecs().key(Topics.TWEET_STATE),
                                        Envelopes.state(settings.codecs().value(Topics.TWEET_STATE)),
                                        ShardPartitioner.byId())
                                .withName("to-tweet-state-of-" + of));
    }

    /** Deletions, for all who read the topic. */
    void toTweets(String of, KStream<Long, Effect> effects) {
        only(Delete.class, effects, "deletes-of-" + of)
                .mapValues(Delete::event, Named.as("deletions-of-" + of))
                .to(
                        Topics.TWEETS.name(),
                        Routes.toTopic(Topics.TWEETS, settings).withName("to-tweets-of-" + of));
    }

    /** Who left was never seen. */
    void toActivity(KStream<Long, Effect> effects) {
        only(Forget.class, effects, "forgotten")
                .mapValues(forget -> (Seen) null, Named.as("forgetting"))
                .to(
                        Topics.ACTIVITY.name(),
                        Routes.toTopic(Topics.ACTIVITY, settings).withName("to-activity"));
    }

    /** Who left has nothing to read. */
    void toNotificationReads(KStream<Long, Effect> effects) {
        only(Forget.class, effects, "forgotten-readers")
                .mapValues(forget -> (NotificationsRead) null, Named.as("forgetting-what-was-read"))
                .to(
                        Topics.NOTIFICATION_READS.name(),
                        Routes.toTopic(Topics.NOTIFICATION_READS, settings).withName("to-notification-reads"));
    }

    /** Undoings, for all who read the topic. */
    void toRetweets(String of, KStream<Long, Effect> effects) {
        only(Undo.class, effects, "undos-of-" + of)
                .mapValues(Undo::event, Named.as("undoings-of-" + of))
                .to(
                        Topics.RETWEETS.name(),
                        Routes.toTopic(Topics.RETWEETS, settings).withName("to-retweets-of-" + of));
    }

    /** The effects of one kind. */
    static <E extends Effect> KStream<Long, E> only(Class<E> type, KStream<Long, Effect> effects, String name) {
        return effects.flatMapValues(
                effect -> type.isInstance(effect) ? List.of(type.cast(effect)) : List.of(), Named.as(name));
    }
}
