package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.author.Effect.Deliver;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Brings a tweet to the followers of an author and to the author: one delivery for each partition, or for each chunk. */
final class FanOut {
    private final FollowerLists lists;
    private final ReadOnlyKeyValueStore<IdPair, Long> followers;

    FanOut(FollowerLists lists, ReadOnlyKeyValueStore<IdPair, Long> followers) {
        this.lists = lists;
        this.followers = followers;
    }

    /** A tweet, to its author's readers. */
    void tweet(Tweet tweet, Consumer<Effect> told) {
        fanOut(tweet.getAuthor().getId(), tweet, null, told);
    }

    /** A retweet, to the retweeter's readers. */
    void retweet(Retweet retweet, Tweet tweet, Consumer<Effect> told) {
        fanOut(retweet.getRetweeter().getId(), tweet, retweet, told);
    }

    private void fanOut(long author, Tweet tweet, @Nullable Retweet retweet, Consumer<Effect> told) {
        lists.of(author, followers)
                .forEach((partition, readers) -> told.accept(
                        new Deliver(author, partition, new Delivery(List.of(new FannedOut(tweet, retweet, readers))))));
    }
}
