package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.Continuation;
import dev.skein.schemas.store.RetweetState;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.User;
import dev.skein.streams.Names;
import dev.skein.streams.author.Effect.Continue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A step of a long list: some thousand followers get the tweet as it now stands, the others with the next record, behind
 * whatever came meanwhile. What was deleted or undone goes no further.
 *
 * <p>The cursor is in the record: it is committed as any other input, so a crash repeats at most a step and skips none. A
 * cursor in a store could be ahead of what was sent.
 */
final class ContinueProcessor extends EffectProcessor<Continuation> {
    private final int partitions;
    private final int followersMax;
    private KeyValueStore<IdPair, Long> followers;
    private KeyValueStore<Long, TweetEvent> tweets;
    private KeyValueStore<IdPair, RetweetState> retweets;
    private KeyValueStore<Long, User> users;
    private KeyValueStore<Long, Long> departed;

    /**
     * For one task.
     *
     * @param followersMax in one step
     */
    ContinueProcessor(int partitions, int followersMax) {
        this.partitions = partitions;
        this.followersMax = followersMax;
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        followers = open(Stores.FOLLOWERS);
        tweets = open(Stores.TWEETS);
        retweets = open(Stores.RETWEETS);
        users = open(Stores.USERS);
        departed = open(InnerStores.DEPARTED);
    }

    @Override
    public void process(Record<Long, Continuation> record) {
        Continuation continuation = record.value();
        long author = record.key();
        RetweetEvent retweet = continuation.getRetweet();
        Tweet tweet = retweet == null ? standing(continuation) : standing(continuation, retweet);
        if (tweet == null || (users.get(author) == null && departed.get(author) != null)) {
            return;
        }
        long[] readers = FollowerLists.step(author, continuation.getAfter(), followersMax, followers);
        tell(FanOut.deliver(author, new FollowerList(readers, partitions), tweet, retweet), record.timestamp());
        if (readers.length >= followersMax) {
            int last = readers.length - 1;
            // The author was put among the readers, and is not where the followers go on.
            long after = readers[last] == author && last > 0 ? readers[last - 1] : readers[last];
            tell(new Continue(new Continuation(author, tweet, retweet, after)), record.timestamp());
        }
    }

    /** The tweet as it now is, null where it is gone. */
    private @Nullable Tweet standing(Continuation continuation) {
        TweetEvent stored = tweets.get(continuation.getTweet().getId());
        return stored == null || stored.getKind() == TweetEventKind.DELETED
                ? null
                : Names.authored(stored.getTweet(), users.get(continuation.getAuthorId()));
    }

    /** What is retweeted as it was when it was picked up, null where the retweet does not stand. */
    private @Nullable Tweet standing(Continuation continuation, RetweetEvent retweet) {
        IdPair pair = new IdPair(continuation.getAuthorId(), retweet.getTweetId());
        return RetweetRules.stands(retweets.get(pair), retweet) ? continuation.getTweet() : null;
    }
}
