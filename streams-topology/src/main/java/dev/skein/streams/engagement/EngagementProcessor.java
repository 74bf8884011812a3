package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.EngagementChangeKind;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.store.TweetFacts;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * At the tweet's shard: keeps who did what with the tweet, and forwards what that adds to its counts. Whom the author
 * blocks adds no reaction, reply or quote; taking back is always allowed.
 */
final class EngagementProcessor extends ContextualFixedKeyProcessor<Long, EngagementChange, Engagement> {
    private KeyValueStore<IdPair, Long> likers;
    private KeyValueStore<IdPair, Long> dislikers;
    private KeyValueStore<IdPair, Long> retweeters;
    private KeyValueStore<IdPair, Long> replies;
    private KeyValueStore<IdPair, Long> quotes;
    private KeyValueStore<Long, TweetFacts> facts;
    private KeyValueStore<IdPair, Relation> edges;

    @Override
    public void init(FixedKeyProcessorContext<Long, Engagement> context) {
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
    public void process(FixedKeyRecord<Long, EngagementChange> record) {
        EngagementChange change = record.value();
        Engagement more = apply(record.key(), change);
        if (!more.equals(CountRules.NO_ENGAGEMENT)) {
            context().forward(record.withValue(more));
        }
    }

    private Engagement apply(long tweet, EngagementChange change) {
        IdPair byActor = new IdPair(tweet, change.getActorId());
        IdPair bySubject = new IdPair(tweet, change.getSubject());
        return switch (change.getKind()) {
            case LIKED, DISLIKED, REACTION_GONE -> react(byActor, change);
            case RETWEETED -> retweets(add(retweeters, byActor, change.getSubject()));
            case RETWEET_GONE -> retweets(remove(retweeters, byActor));
            case REPLIED -> replies(welcome(tweet, change) ? add(replies, bySubject, change.getActorId()) : 0);
            case REPLY_GONE -> replies(remove(replies, bySubject));
            case QUOTED -> quotes(welcome(tweet, change) ? add(quotes, bySubject, change.getActorId()) : 0);
            case QUOTE_GONE -> quotes(remove(quotes, bySubject));
        };
    }

    private Engagement react(IdPair key, EngagementChange change) {
        EngagementChangeKind kind = change.getKind();
        boolean counts = kind != EngagementChangeKind.REACTION_GONE && welcome(key.first(), change);
        int likes = counts && kind == EngagementChangeKind.LIKED
                ? add(likers, key, change.getSubject())
                : remove(likers, key);
        int dislikes = counts && kind == EngagementChangeKind.DISLIKED
                ? add(dislikers, key, change.getSubject())
                : remove(dislikers, key);
        return new Engagement((long) likes, (long) dislikes, 0L, 0L, 0L);
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

    private static Engagement retweets(long more) {
        return new Engagement(0L, 0L, more, 0L, 0L);
    }

    private static Engagement replies(long more) {
        return new Engagement(0L, 0L, 0L, more, 0L);
    }

    private static Engagement quotes(long more) {
        return new Engagement(0L, 0L, 0L, 0L, more);
    }
}
