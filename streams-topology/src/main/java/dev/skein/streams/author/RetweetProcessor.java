package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.RetweetUndone;
import dev.skein.schemas.store.PickUp;
import dev.skein.schemas.store.RetweetState;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.Fetch;
import dev.skein.streams.author.Effect.Undo;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** At the retweeter's shard: keeps what they retweet. A new retweet sets out for its tweet, an undoing is told everywhere. */
final class RetweetProcessor extends EffectProcessor<RetweetEvent> {
    private KeyValueStore<IdPair, RetweetState> retweets;
    private KeyValueStore<Long, Long> departed;
    private AuthorTimelines timelines;

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        retweets = open(Stores.RETWEETS);
        departed = open(InnerStores.DEPARTED);
        timelines = new AuthorTimelines(open(Stores.AUTHOR_TIMELINES));
    }

    @Override
    public void process(Record<Long, RetweetEvent> record) {
        RetweetEvent event = record.value();
        IdPair pair = new IdPair(record.key(), event.getTweetId());
        RetweetState before = retweets.get(pair);
        if (event.getKind() == RetweetEventKind.RETWEETED) {
            retweet(pair, before, event, record.timestamp());
        } else if (before != null) {
            undo(pair, before, event, record.timestamp());
        }
    }

    private void retweet(IdPair pair, @Nullable RetweetState before, RetweetEvent event, long time) {
        RetweetState after = RetweetRules.after(before, event);
        if (!RetweetRules.stands(after, event)) {
            return;
        }
        retweets.put(pair, after);
        Long leftAt = departed.get(pair.first());
        tell(
                leftAt == null ? new Fetch(new PickUp(event, null, 0L)) : new Undo(RetweetRules.undoing(event, leftAt)),
                time);
    }

    private void undo(IdPair pair, RetweetState before, RetweetEvent event, long time) {
        long retweeter = pair.first();
        retweets.put(pair, RetweetRules.after(before, event));
        if (before.getLastId() < event.getId()) {
            timelines.remove(retweeter, before.getLastId());
        } else {
            // Heard again, after a retweet that is younger: which one it undid is not known any more.
            timelines.removeRetweets(retweeter, pair.second(), event.getId());
        }
        tell(Deliver.everywhere(retweeter, new RetweetUndone(retweeter, pair.second(), event.getId())), time);
    }
}
