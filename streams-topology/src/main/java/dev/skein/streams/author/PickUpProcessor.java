package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
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
import dev.skein.streams.Names;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.Return;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * At the tweet's shard: a retweet picks up the tweet and goes on with it; of a deleted tweet it ends here. One that is
 * faster than its tweet waits, a minute at most.
 */
final class PickUpProcessor extends EffectProcessor<PickUp> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration WAIT_MAX = Duration.ofMinutes(1);
    private static final int WAITING_MAX = 10_000;

    private final int partitions;
    private KeyValueStore<Long, TweetEvent> tweets;
    private KeyValueStore<Long, User> users;
    private KeyValueStore<IdPair, PickUp> parked;
    private Sensor expired;

    /** When each of those that wait was first seen waiting, by the clock of the punctuation; a restart begins anew. */
    private final Map<IdPair, Long> waitingSince = new HashMap<>();

    private int waiting;

    PickUpProcessor(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        tweets = open(Stores.TWEETS);
        users = open(Stores.USERS);
        parked = open(Stores.PARKED_RETWEETS);
        expired = context.metrics()
                .addRateTotalSensor(
                        "skein", context.taskId().toString(), "retweets-expired", Sensor.RecordingLevel.INFO);
        waiting = count(parked);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    @Override
    public void close() {
        context().metrics().removeSensor(expired);
    }

    @Override
    public void process(Record<Long, PickUp> record) {
        PickUp pickUp = record.value();
        TweetEvent tweet = tweets.get(record.key());
        if (tweet != null || pickUp.getReaderId() != null) {
            goOn(pickUp, tweet, record.timestamp());
        } else if (waiting < WAITING_MAX) {
            waiting++;
            parked.put(new IdPair(record.key(), pickUp.getRetweet().getId()), pickUp);
        } else {
            expired.record();
        }
    }

    private void look(long now) {
        if (waiting == 0) {
            return;
        }
        List<IdPair> done = new ArrayList<>();
        try (KeyValueIterator<IdPair, PickUp> all = parked.all()) {
            while (all.hasNext()) {
                KeyValue<IdPair, PickUp> waiting = all.next();
                TweetEvent tweet = tweets.get(waiting.key.first());
                long since = waitingSince.computeIfAbsent(waiting.key, key -> now);
                if (tweet != null) {
                    goOn(waiting.value, tweet, waiting.value.getRetweet().getAt());
                    done.add(waiting.key);
                } else if (now - since >= WAIT_MAX.toMillis()) {
                    expired.record();
                    done.add(waiting.key);
                }
            }
        }
        done.forEach(parked::delete);
        waitingSince.keySet().removeAll(done);
        waiting = waitingSince.size();
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

    private static int count(KeyValueStore<IdPair, PickUp> store) {
        int count = 0;
        try (KeyValueIterator<IdPair, PickUp> all = store.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }
}
