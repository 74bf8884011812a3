package dev.skein.streams.engagement;

import dev.skein.catalog.Id;
import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.EngagementSums;
import dev.skein.schemas.store.Listed;
import dev.skein.schemas.store.TweetSum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What the people of a partition do with tweets between two commits: a sum for each tweet, however many like it, and one
 * record for each partition of tweets, however many there are. So a tweet that a million like costs its partition as many
 * records as there are partitions and commits meanwhile.
 */
final class OutgoingSums {
    /** Entries of lists and changes held at most, some 400 KB; then they go out before the commit. */
    private static final int HELD_MAX = 20_000;

    private static final class Sum {
        private final List<Listed> likers = new ArrayList<>(1);
        private final List<Listed> retweeters = new ArrayList<>(0);
        private final List<EngagementChange> changes = new ArrayList<>(0);
        private long likes;
        private long dislikes;
        private long retweets;
    }

    private final int partitions;
    private final Consumer<Record<Long, EngagementSums>> sink;
    private final Map<Long, Sum> byTweet = new LinkedHashMap<>();
    private int held;
    private long time;

    /**
     * Collects.
     *
     * @param partitions of tweets
     * @param sink takes what each is told, under its number
     */
    OutgoingSums(int partitions, Consumer<Record<Long, EngagementSums>> sink) {
        this.partitions = partitions;
        this.sink = sink;
    }

    /** Somebody likes the tweet, or no longer. */
    void liked(long tweet, long user, long place, boolean gone, long at) {
        Sum sum = sum(tweet, at);
        sum.likes += gone ? -1 : 1;
        sum.likers.add(new Listed(user, place, gone));
    }

    /** Somebody dislikes the tweet, or no longer: there is no list. */
    void disliked(long tweet, boolean gone, long at) {
        sum(tweet, at).dislikes += gone ? -1 : 1;
    }

    /** Somebody retweets the tweet, or no longer. */
    void retweeted(long tweet, long user, long retweet, boolean gone, long at) {
        Sum sum = sum(tweet, at);
        sum.retweets += gone ? -1 : 1;
        sum.retweeters.add(new Listed(user, retweet, gone));
    }

    /** Something about which the tweet's shard decides. */
    void told(long tweet, EngagementChange change, long at) {
        sum(tweet, at).changes.add(change);
    }

    private Sum sum(long tweet, long at) {
        if (held >= HELD_MAX) {
            flush();
        }
        held++;
        time = Math.max(time, at);
        return byTweet.computeIfAbsent(tweet, t -> new Sum());
    }

    /** Sends all that waits. */
    void flush() {
        Map<Long, List<TweetSum>> byPartition = new TreeMap<>();
        byTweet.forEach((tweet, sum) -> byPartition
                .computeIfAbsent((long) Id.partition(tweet, partitions), p -> new ArrayList<>())
                .add(new TweetSum(
                        tweet, sum.likes, sum.dislikes, sum.retweets, sum.likers, sum.retweeters, sum.changes)));
        byTweet.clear();
        held = 0;
        byPartition.forEach(
                (partition, tweets) -> sink.accept(new Record<>(partition, new EngagementSums(tweets), time)));
    }
}
