package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.AnsweredFinding;
import dev.skein.schemas.store.AnsweredQuestion;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.streams.Applied;
import dev.skein.streams.author.Effect.Find;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At the answered tweet's shard: says who wrote it, deleted or not, and whether that person blocks the replier. A reply
 * that is faster than what it answers waits, see {@link WaitingRoom}; one to nothing stays its author's.
 */
final class FindAnsweredProcessor extends EffectProcessor<AnsweredQuestion> {
    private KeyValueStore<Long, TweetEvent> tweets;
    private KeyValueStore<IdPair, Relation> barriers;
    private final Applied applied;
    private WaitingRoom<AnsweredQuestion> waiting;

    FindAnsweredProcessor(Applied applied) {
        this.applied = applied;
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        tweets = open(Stores.TWEETS);
        barriers = open(Stores.FOLLOWER_BARRIERS);
        waiting = new WaitingRoom<>(context, applied, InnerStores.PARKED_REPLIES, "replies-expired", this::goOn);
    }

    @Override
    public void close() {
        waiting.close();
    }

    @Override
    public void process(Record<Long, AnsweredQuestion> record) {
        TweetEvent answered = tweets.get(record.key());
        if (answered != null) {
            goOn(answered, record.value());
        } else {
            waiting.enter(record.key(), record.value().getReplyId(), record.value());
        }
    }

    private void goOn(TweetEvent tweet, AnsweredQuestion question) {
        long author = tweet.getTweet().getAuthor().getId();
        Relation barrier = barriers.get(new IdPair(author, question.getReplierId()));
        boolean blocked = barrier != null && barrier.getBlockedBy();
        tell(
                new Find(question.getReplierId(), new AnsweredFinding(question.getReplyId(), author, blocked)),
                // Its own time, whenever it goes on: what follows from it is the same each time.
                Id.millis(question.getReplyId()));
    }
}
