package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.Continuation;
import dev.skein.schemas.delivery.Fame;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.Thresholds;
import dev.skein.streams.author.Effect.Continue;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.DeliverToAll;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Brings a tweet to the followers of an author and to the author: of most, one delivery for each partition, or for each
 * chunk; of somebody with very many, a step at a time, beginning with the next one; of the famous, one to every partition.
 */
final class FanOut {
    private final FollowerLists lists;
    private final ReadOnlyKeyValueStore<IdPair, Long> followers;
    private final KeyValueStore<Long, Long> fame;
    private final int threshold;

    /** In a processor that is connected to {@link #STORES}. */
    FanOut(ProcessorContext<?, ?> context, Thresholds thresholds) {
        this.lists = context.getStateStore(FollowerLists.NAME);
        this.followers = context.getStateStore(Stores.FOLLOWERS.name());
        this.fame = context.getStateStore(InnerStores.FAME.name());
        this.threshold = thresholds.famousFollowers();
    }

    /** What is needed to reach an author's readers. */
    static final String[] STORES = {FollowerLists.NAME, Stores.FOLLOWERS.name(), InnerStores.FAME.name()};

    /** A tweet, to its author's readers. */
    void tweet(Tweet tweet, Consumer<Effect> told) {
        fanOut(tweet.getAuthor().getId(), tweet.getId(), tweet, null, told);
    }

    /** A retweet, under the retweeter's newest names, to their readers. */
    void retweet(RetweetEvent retweet, Tweet tweet, Consumer<Effect> told) {
        fanOut(retweet.getRetweeter().getId(), retweet.getId(), tweet, retweet, told);
    }

    private void fanOut(long author, long entry, Tweet tweet, @Nullable RetweetEvent event, Consumer<Effect> told) {
        FollowerLists.Reach reach = lists.of(author, followers);
        FollowerList list = reach.list();
        if (famous(author, entry, reach.followersMin(), told)) {
            told.accept(Deliver.everywhere(author, new Published(tweet, retweet(event))));
        } else if (list != null) {
            told.accept(deliver(author, list, tweet, event));
        } else {
            told.accept(new Continue(new Continuation(author, tweet, event, 0L)));
        }
    }

    /** A tweet or retweet, to some readers. */
    static DeliverToAll deliver(long author, FollowerList readers, Tweet tweet, @Nullable RetweetEvent event) {
        return new DeliverToAll(author, readers, tweet, retweet(event));
    }

    /**
     * Whether the author is famous. A change is kept with the entry at which it happened, so that it is told again where that
     * entry is heard again; that nobody depends on: what is published is merged when it is read, and what is fanned out too.
     */
    private boolean famous(long author, long entry, long followersMin, Consumer<Effect> told) {
        Long changedAt = fame.get(author);
        boolean was = changedAt != null && changedAt > 0;
        boolean is = FameRules.famous(was, followersMin, threshold);
        if (is != was) {
            fame.put(author, is ? entry : -entry);
        }
        if (is != was || (changedAt != null && Math.abs(changedAt) == entry)) {
            told.accept(Deliver.everywhere(author, new Fame(author, is, followersMin)));
        }
        return is;
    }

    private static @Nullable Retweet retweet(@Nullable RetweetEvent event) {
        return event == null ? null : new Retweet(event.getId(), event.getRetweeter());
    }
}
