package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.streams.Applied;
import dev.skein.streams.BadRecordException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where those wait who were faster than the tweet that they are about. They wait for a minute, and for longer while the
 * tweets of this partition are behind: how far it is says whether a tweet may still come, and the clock does not, since a
 * system that has more to do than it can is behind by any time. Nobody is sent away for want of room without being written
 * to the dead letters.
 *
 * @param <V> who waits
 */
final class WaitingRoom<V> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration WAIT_MAX = Duration.ofMinutes(1);
    /** How many a look looks at: some milliseconds, while thousands wait. */
    private static final int LOOKED_AT_MAX = 1_000;
    /** About a hundred bytes each. */
    private static final int WAITING_MAX = 1_000_000;

    private static final long NOT_SEEN = -1;
    private static final int LOOKS_FOR_A_COMMIT = 2;

    /**
     * One of those who wait.
     *
     * @param key tweet|waiting; the second id says when it was made
     * @param since when it was first seen waiting, by the clock of the punctuation; a restart begins anew
     */
    private record Waiting(IdPair key, long since) {}

    private final KeyValueStore<IdPair, V> parked;
    private final KeyValueStore<Long, TweetEvent> tweets;
    private final BiConsumer<TweetEvent, V> goOn;
    private final Applied applied;
    private final TopicPartition source;
    private final ProcessorContext<?, ?> context;
    private final Sensor expired;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Queue<Gone> gone = new ArrayDeque<>();

    private long nextOffset = NOT_SEEN;
    private long movedAt;
    private long looks;

    /** One who has gone on, at which look. What is said of them may not have arrived before the next commit: until then they stay in the store. */
    private record Gone(IdPair key, long look) {}

    /**
     * Opens the room of a task that keeps the tweets.
     *
     * @param applied how far the tweets are
     * @param store tweet|waiting → who waits
     * @param name of the metric that counts those who waited in vain
     * @param goOn is given the tweet and who waited for it
     */
    WaitingRoom(
            ProcessorContext<?, ?> context,
            Applied applied,
            Store.KeyValue<IdPair, V> store,
            String name,
            BiConsumer<TweetEvent, V> goOn) {
        this.context = context;
        this.applied = applied;
        this.source = new TopicPartition(Topics.TWEETS.name(), context.taskId().partition());
        this.parked = context.getStateStore(store.name());
        this.tweets = context.getStateStore(Stores.TWEETS.name());
        this.goOn = goOn;
        this.expired = context.metrics()
                .addRateTotalSensor("skein", context.taskId().toString(), name, Sensor.RecordingLevel.INFO);
        try (KeyValueIterator<IdPair, V> all = parked.all()) {
            all.forEachRemaining(one -> waiting.add(new Waiting(one.key, NOT_SEEN)));
        }
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    void close() {
        context.metrics().removeSensor(expired);
    }

    /** Somebody waits for a tweet. */
    void enter(long tweet, long id, V value) {
        if (waiting.size() == WAITING_MAX) {
            throw new BadRecordException("tweet " + tweet + " is not known, and too many wait for theirs");
        }
        IdPair key = new IdPair(tweet, id);
        parked.put(key, value);
        waiting.add(new Waiting(key, NOT_SEEN));
    }

    private void look(long now) {
        looks++;
        // Looks are farther apart than commits: between that look and this one there was one.
        while (!gone.isEmpty() && gone.element().look <= looks - LOOKS_FOR_A_COMMIT) {
            parked.delete(gone.remove().key);
        }
        Applied.Progress progress = applied.of(source);
        if (progress.nextOffset() != nextOffset) {
            nextOffset = progress.nextOffset();
            movedAt = now;
        }
        for (int left = Math.min(waiting.size(), LOOKED_AT_MAX); left > 0; left--) {
            Waiting one = Objects.requireNonNull(waiting.poll());
            TweetEvent tweet = tweets.get(one.key.first());
            if (tweet != null) {
                leave(one.key, tweet);
            } else if (inVain(one, progress.time(), now)) {
                expired.record();
                parked.delete(one.key);
            } else {
                waiting.add(one.since == NOT_SEEN ? new Waiting(one.key, now) : one);
            }
        }
    }

    private void leave(IdPair key, TweetEvent tweet) {
        V value = parked.get(key);
        // It may have entered twice.
        if (value != null) {
            goOn.accept(tweet, value);
            gone.add(new Gone(key, looks));
        }
    }

    /** It waits for long, and so does the partition; or what was written when it was made has passed for long. */
    private boolean inVain(Waiting one, long passed, long now) {
        long most = WAIT_MAX.toMillis();
        boolean waited = one.since != NOT_SEEN && now - one.since >= most;
        return waited && (now - movedAt >= most || passed - Id.millis(one.key.second()) >= most);
    }
}
