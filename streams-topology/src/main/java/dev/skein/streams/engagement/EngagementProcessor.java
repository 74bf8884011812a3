package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.EngagementSums;
import dev.skein.schemas.store.Listed;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.store.TweetFacts;
import dev.skein.schemas.store.TweetSum;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * At the tweet's shard: keeps who did what with the tweet, and forwards what that adds to its counts. Sums are added and
 * lists changed without looking. What is told one by one is looked at: whom the author blocks adds no reaction, reply or
 * quote; taking back is always allowed.
 */
final class EngagementProcessor extends ContextualProcessor<Long, EngagementSums, Long, Engagement> {
    private KeyValueStore<IdPair, Long> likers;
    private KeyValueStore<IdPair, Long> dislikers;
    private KeyValueStore<IdPair, Long> retweeters;
    private KeyValueStore<IdPair, Long> replies;
    private KeyValueStore<IdPair, Long> quotes;
    private KeyValueStore<Long, TweetFacts> facts;
    private KeyValueStore<IdPair, Relation> edges;

    @Override
    public void init(ProcessorContext<Long, Engagement> context) {
        super.init(context);
        likers = context.getStateStore(Stores.LIKERS.name());
        dislikers = context.getStateStore(InnerStores.DISLIKERS.name());
        retweeters = context.getStateStore(Stores.RETWEETERS.name());
        replies = context.getStateStore(Stores.REPLIES.name());
        quotes = context.getStateStore(Stores.QUOTES.name());
        facts = context.getStateStore(Stores.TWEET_FACTS.name());
        edges = context.getStateStore(Stores.FOLLOW_EDGES.name());
    }

    @Override
    public void process(Record<Long, EngagementSums> record) {
        for (TweetSum sum : record.value().getTweets()) {
            long tweet = sum.getTweetId();
            list(likers, tweet, sum.getLikers());
            list(retweeters, tweet, sum.getRetweeters());
            Engagement more = new Engagement(sum.getLikes(), sum.getDislikes(), sum.getRetweets(), 0L, 0L);
            for (EngagementChange change : sum.getChanges()) {
                more = CountRules.plus(more, apply(tweet, change));
            }
            if (!more.equals(CountRules.NO_ENGAGEMENT)) {
                context().forward(record.withKey(tweet).withValue(more));
            }
        }
    }

    private static void list(KeyValueStore<IdPair, Long> list, long tweet, List<Listed> changes) {
        for (Listed change : changes) {
            list.put(new IdPair(tweet, change.getPlace()), change.getGone() ? null : change.getUserId());
        }
    }

    private Engagement apply(long tweet, EngagementChange change) {
        IdPair byActor = new IdPair(tweet, change.getActorId());
        IdPair bySubject = new IdPair(tweet, change.getSubject());
        return switch (change.getKind()) {
            case LIKED -> likes(welcome(tweet, change) ? add(likers, bySubject, change.getActorId()) : 0);
            case DISLIKED -> dislikes(welcome(tweet, change) ? add(dislikers, byActor, change.getSubject()) : 0);
            case REACTION_GONE ->
                CountRules.plus(likes(remove(likers, bySubject)), dislikes(remove(dislikers, byActor)));
            // Told before there were sums.
            case RETWEETED, RETWEET_GONE -> CountRules.NO_ENGAGEMENT;
            case REPLIED -> replies(welcome(tweet, change) ? add(replies, bySubject, change.getActorId()) : 0);
            case REPLY_GONE -> replies(remove(replies, bySubject));
            case QUOTED -> quotes(welcome(tweet, change) ? add(quotes, bySubject, change.getActorId()) : 0);
            case QUOTE_GONE -> quotes(remove(quotes, bySubject));
        };
    }

    private boolean welcome(long tweet, EngagementChange change) {
        TweetFacts known = facts.get(tweet);
        Long author = known == null ? change.getAuthorId() : Long.valueOf(known.getAuthorId());
        return author == null || author == change.getActorId() || !blocks(author, change.getActorId());
    }

    private boolean blocks(long author, long actor) {
        Relation relation = edges.get(new IdPair(author, actor));
        return relation != null && relation.getBlocking();
    }

    /** What putting it there adds to the length of the list. */
    private static int add(KeyValueStore<IdPair, Long> list, IdPair key, Long value) {
        return list.putIfAbsent(key, value) == null ? 1 : 0;
    }

    /** What taking it away adds to the length of the list. */
    private static int remove(KeyValueStore<IdPair, Long> list, IdPair key) {
        @Nullable Long there = list.get(key);
        if (there == null) {
            return 0;
        }
        list.delete(key);
        return -1;
    }

    private static Engagement likes(long more) {
        return new Engagement(more, 0L, 0L, 0L, 0L);
    }

    private static Engagement dislikes(long more) {
        return new Engagement(0L, more, 0L, 0L, 0L);
    }

    private static Engagement replies(long more) {
        return new Engagement(0L, 0L, 0L, more, 0L);
    }

    private static Engagement quotes(long more) {
        return new Engagement(0L, 0L, 0L, 0L, more);
    }
}
