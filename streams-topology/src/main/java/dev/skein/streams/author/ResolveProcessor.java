package dev.skein.streams.author;

import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.AnsweredFinding;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.User;
import dev.skein.streams.Names;
import dev.skein.streams.Thresholds;
import dev.skein.streams.author.Effect.Delete;
import dev.skein.streams.author.Effect.State;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Back at the replier's shard: now that it is known whom a reply answers, it is kept so and fans out. A reply to somebody
 * who blocks the replier is deleted, for all who read the topic.
 */
final class ResolveProcessor extends EffectProcessor<AnsweredFinding> {
    private final Thresholds thresholds;
    private KeyValueStore<Long, TweetEvent> tweets;
    private KeyValueStore<Long, User> users;
    private KeyValueStore<Long, Long> departed;
    private FanOut fanOut;

    ResolveProcessor(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        tweets = open(Stores.TWEETS);
        users = open(Stores.USERS);
        departed = open(InnerStores.DEPARTED);
        fanOut = new FanOut(context, thresholds);
    }

    @Override
    public void process(Record<Long, AnsweredFinding> record) {
        AnsweredFinding finding = record.value();
        TweetEvent stored = tweets.get(finding.getReplyId());
        if (stored == null || stored.getKind() == TweetEventKind.DELETED) {
            return;
        }
        if (finding.getBlocked()) {
            tell(new Delete(TweetRules.deletion(stored.getTweet(), record.timestamp())), record.timestamp());
            return;
        }
        TweetEvent known = TweetRules.answering(stored, finding.getAnsweredAuthorId());
        tweets.put(finding.getReplyId(), known);
        User names = users.get(record.key());
        if (names == null && departed.get(record.key()) != null) {
            return;
        }
        Tweet tweet = Names.authored(known.getTweet(), names);
        tell(State.of(tweet), record.timestamp());
        fanOut.tweet(tweet, effect -> tell(effect, record.timestamp()));
    }
}
