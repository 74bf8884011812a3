package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.AnsweredFinding;
import dev.skein.schemas.store.AnsweredQuestion;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.streams.author.Effect.Find;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At the answered tweet's shard: says who wrote it, deleted or not, and whether that person blocks the replier. A reply
 * that is faster than what it answers waits, a minute at most; one to nothing stays its author's.
 */
final class FindAnsweredProcessor extends EffectProcessor<AnsweredQuestion> {
    private KeyValueStore<Long, TweetEvent> tweets;
    private KeyValueStore<IdPair, Relation> barriers;
    private WaitingRoom<AnsweredQuestion> waiting;

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        tweets = open(Stores.TWEETS);
        barriers = open(Stores.FOLLOWER_BARRIERS);
        waiting = new WaitingRoom<>(context, InnerStores.PARKED_REPLIES, "replies-expired", this::goesOn);
    }

    @Override
    public void close() {
        waiting.close();
    }

    @Override
    public void process(Record<Long, AnsweredQuestion> record) {
        if (!goesOn(record.key(), record.value())) {
            waiting.enter(record.key(), record.value().getReplyId(), record.value());
        }
    }

    private boolean goesOn(Long answered, AnsweredQuestion question) {
        TweetEvent tweet = tweets.get(answered);
        if (tweet == null) {
            return false;
        }
        long author = tweet.getTweet().getAuthor().getId();
        Relation barrier = barriers.get(new IdPair(author, question.getReplierId()));
        boolean blocked = barrier != null && barrier.getBlockedBy();
        tell(
                new Find(question.getReplierId(), new AnsweredFinding(question.getReplyId(), author, blocked)),
                // Its own time, whenever it goes on: what follows from it is the same each time.
                Id.millis(question.getReplyId()));
        return true;
    }
}
