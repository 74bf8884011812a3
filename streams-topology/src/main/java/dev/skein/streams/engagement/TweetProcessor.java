package dev.skein.streams.engagement;

import dev.skein.catalog.Stores;
import dev.skein.schemas.store.EngagementSums;
import dev.skein.schemas.store.TweetFacts;
import dev.skein.schemas.store.UserCounts;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.streams.BadRecordException;
import dev.skein.streams.BeforeCommit;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the author's shard: counts their tweets, and tells the tweets that are answered or quoted. */
final class TweetProcessor extends ContextualProcessor<Long, TweetEvent, Long, EngagementSums> {
    /** In the topology. */
    static final String OUTGOING = "outgoing-answers";

    private final int partitions;
    private KeyValueStore<Long, TweetFacts> facts;
    private KeyValueStore<Long, UserCounts> counts;
    private OutgoingSums outgoing;

    TweetProcessor(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, EngagementSums> context) {
        super.init(context);
        facts = context.getStateStore(Stores.TWEET_FACTS.name());
        counts = context.getStateStore(Stores.USER_COUNTS.name());
        outgoing = new OutgoingSums(partitions, context::forward);
        BeforeCommit commit = context.getStateStore(OUTGOING);
        commit.call(context, outgoing::flush);
    }

    @Override
    public void process(Record<Long, TweetEvent> record) {
        long author = record.value().getTweet().getAuthor().getId();
        TweetFacts known = facts.get(record.key());
        if (known != null && known.getAuthorId() != author) {
            throw new BadRecordException("the tweet is somebody else's");
        }
        TweetRules.decide(known, record.value()).ifPresent(decision -> {
            facts.put(record.key(), decision.facts());
            if (decision.count() != 0) {
                counts.put(author, CountRules.plus(counts.get(author), CountRules.tweets(decision.count())));
            }
            decision.told().forEach(told -> outgoing.told(told.tweetId(), told.change(), record.timestamp()));
        });
    }
}
