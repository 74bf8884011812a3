package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where those wait who were faster than the tweet that they are about: a minute at most, and not too many.
 *
 * @param <V> who waits
 */
final class WaitingRoom<V> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration WAIT_MAX = Duration.ofMinutes(1);
    private static final int WAITING_MAX = 10_000;

    private final ProcessorContext<?, ?> context;
    private final KeyValueStore<IdPair, V> parked;
    private final BiPredicate<Long, V> goesOn;
    private final Sensor expired;

    /** When each of those that wait was first seen waiting, by the clock of the punctuation; a restart begins anew. */
    private final Map<IdPair, Long> waitingSince = new HashMap<>();

    private int waiting;

    /**
     * Opens the room of a task.
     *
     * @param store tweet|waiting → who waits
     * @param name of the metric that counts those who waited in vain
     * @param goesOn told the tweet and who waits for it, says whether they need wait no longer
     */
    WaitingRoom(
            ProcessorContext<?, ?> context, Store.KeyValue<IdPair, V> store, String name, BiPredicate<Long, V> goesOn) {
        this.context = context;
        this.parked = context.getStateStore(store.name());
        this.goesOn = goesOn;
        this.expired = context.metrics()
                .addRateTotalSensor("skein", context.taskId().toString(), name, Sensor.RecordingLevel.INFO);
        this.waiting = count(parked);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    void close() {
        context.metrics().removeSensor(expired);
    }

    /** Somebody waits for a tweet. */
    void enter(long tweet, long id, V value) {
        if (waiting < WAITING_MAX) {
            waiting++;
            parked.put(new IdPair(tweet, id), value);
        } else {
            expired.record();
        }
    }

    private void look(long now) {
        if (waiting == 0) {
            return;
        }
        List<IdPair> done = new ArrayList<>();
        try (KeyValueIterator<IdPair, V> all = parked.all()) {
            while (all.hasNext()) {
                KeyValue<IdPair, V> one = all.next();
                long since = waitingSince.computeIfAbsent(one.key, key -> now);
                if (goesOn.test(one.key.first(), one.value)) {
                    done.add(one.key);
                } else if (now - since >= WAIT_MAX.toMillis()) {
                    expired.record();
                    done.add(one.key);
                }
            }
        }
        done.forEach(parked::delete);
        waitingSince.keySet().removeAll(done);
        waiting = waitingSince.size();
    }

    private static int count(KeyValueStore<IdPair, ?> store) {
        int count = 0;
        try (KeyValueIterator<IdPair, ?> all = store.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }
}
