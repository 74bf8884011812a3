package dev.skein.streams.author;

import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.store.PickUp;
import dev.skein.schemas.store.PickedUp;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.User;
import dev.skein.streams.Applied;
import dev.skein.streams.Names;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.Return;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * At the tweet's shard: a retweet picks up the tweet and goes on with it; of a deleted tweet it ends here. One that is
 * faster than its tweet waits, see {@link WaitingRoom}.
 */
final class PickUpProcessor extends EffectProcessor<PickUp> {
    private final int partitions;
    private final Applied applied;
    private KeyValueStore<Long, TweetEvent> tweets;
    private KeyValueStore<Long, User> users;
    private WaitingRoom<PickUp> waiting;

    PickUpProcessor(TopologySettings settings) {
        this.partitions = settings.partitions();
        this.applied = settings.applied();
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        tweets = open(Stores.TWEETS);
        users = open(Stores.USERS);
        waiting = new WaitingRoom<>(context, applied, Stores.PARKED_RETWEETS, "retweets-expired", this::goOn);
    }

    @Override
    public void close() {
        waiting.close();
    }

    @Override
    public void process(Record<Long, PickUp> record) {
        PickUp pickUp = record.value();
        TweetEvent tweet = tweets.get(record.key());
        if (tweet != null || pickUp.getReaderId() != null) {
            goOn(pickUp, tweet, record.timestamp());
        } else {
            waiting.enter(record.key(), pickUp.getRetweet().getId(), pickUp);
        }
    }

    private void goOn(TweetEvent tweet, PickUp pickUp) {
        goOn(pickUp, tweet, pickUp.getRetweet().getAt());
    }

    private void goOn(PickUp pickUp, @Nullable TweetEvent event, long time) {
        RetweetEvent retweet = pickUp.getRetweet();
        Tweet tweet = event == null || event.getKind() == TweetEventKind.DELETED
                ? null
                : Names.authored(
                        event.getTweet(), users.get(event.getTweet().getAuthor().getId()));
        Long reader = pickUp.getReaderId();
        if (reader != null) {
            long retweeter = retweet.getRetweeter().getId();
            tell(Deliver.to(reader, partitions, retweeter, answer(pickUp, reader, retweeter, tweet)), time);
        } else if (tweet != null) {
            tell(new Return(new PickedUp(retweet, tweet)), time);
        }
    }

    /** Also where the tweet is gone: somebody may wait for it. */
    private static Backfilled answer(PickUp pickUp, long reader, long retweeter, @Nullable Tweet tweet) {
        RetweetEvent retweet = pickUp.getRetweet();
        List<Entry> entries = tweet == null
                ? List.of()
                : List.of(new Entry(tweet, new Retweet(retweet.getId(), retweet.getRetweeter())));
        return new Backfilled(reader, retweeter, entries, pickUp.getRebuild(), retweet.getId(), List.of());
    }
}
