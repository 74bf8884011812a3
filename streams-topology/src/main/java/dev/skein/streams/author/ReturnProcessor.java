package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.PickedUp;
import dev.skein.schemas.store.RetweetState;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.user.User;
import dev.skein.streams.Names;
import dev.skein.streams.Thresholds;
import dev.skein.streams.author.Effect.Undo;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Back at the retweeter's shard: unless it was undone on the way, the retweet enters timelines and fans out. */
final class ReturnProcessor extends EffectProcessor<PickedUp> {
    private final Thresholds thresholds;
    private KeyValueStore<IdPair, RetweetState> retweets;
    private KeyValueStore<Long, User> users;
    private KeyValueStore<Long, Long> departed;
    private AuthorTimelines timelines;
    private FanOut fanOut;

    ReturnProcessor(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        retweets = open(Stores.RETWEETS);
        users = open(Stores.USERS);
        departed = open(InnerStores.DEPARTED);
        timelines = new AuthorTimelines(open(Stores.AUTHOR_TIMELINES));
        fanOut = new FanOut(context, thresholds);
    }

    @Override
    public void process(Record<Long, PickedUp> record) {
        RetweetEvent event = record.value().getRetweet();
        long retweeter = record.key();
        if (!RetweetRules.stands(retweets.get(new IdPair(retweeter, event.getTweetId())), event)) {
            return;
        }
        User names = users.get(retweeter);
        Long leftAt = names == null ? departed.get(retweeter) : null;
        if (leftAt != null) {
            tell(new Undo(RetweetRules.undoing(event, leftAt)), record.timestamp());
            return;
        }
        timelines.retweeted(retweeter, event.getId(), event.getTweetId());
        RetweetEvent named = new RetweetEvent(
                event.getKind(),
                event.getId(),
                Names.newest(event.getRetweeter(), names),
                event.getTweetId(),
                event.getAt());
        fanOut.retweet(named, record.value().getTweet(), effect -> tell(effect, record.timestamp()));
    }
}
