package dev.skein.streams.notifications;

import dev.skein.catalog.DeedKey;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.store.Deed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What was done to tweets that nobody knows yet. Somebody may retweet a tweet within milliseconds, and what they did may
 * come here before the tweet; who wrote it only the tweet tells.
 */
final class EarlyDeeds {
    private static final Duration WAIT_MAX = Duration.ofMinutes(1);
    /** So that inventing tweets fills no memory: some 100 bytes each. */
    private static final int WAITING_MAX = 100_000;

    private final KeyValueStore<DeedKey, Deed> store;

    EarlyDeeds(ProcessingContext context) {
        store = context.getStateStore(InnerStores.EARLY_DEEDS.name());
    }

    /** It waits for its tweet; of too many the last ones do not. */
    void put(Deed deed) {
        if (store.approximateNumEntries() < WAITING_MAX) {
            store.put(key(deed), deed);
        }
    }

    /** It is undone. */
    void remove(Deed deed) {
        if (store.approximateNumEntries() > 0) {
            store.delete(key(deed));
        }
    }

    private static DeedKey key(Deed deed) {
        return DeedRules.key(deed.getDoneTo(), deed);
    }

    /** Those that waited for this tweet, and do no more. */
    List<Deed> take(long tweet) {
        List<Deed> deeds = new ArrayList<>(0);
        if (store.approximateNumEntries() > 0) {
            try (KeyValueIterator<DeedKey, Deed> waiting = store.range(DeedKey.from(tweet), DeedKey.to(tweet))) {
                waiting.forEachRemaining(entry -> deeds.add(entry.value));
            }
            deeds.forEach(this::remove);
        }
        return deeds;
    }

    /** Lets those go that have waited for a minute. */
    void expire(long nowMillis) {
        List<DeedKey> gone = new ArrayList<>();
        try (KeyValueIterator<DeedKey, Deed> waiting = store.all()) {
            while (waiting.hasNext()) {
                KeyValue<DeedKey, Deed> entry = waiting.next();
                if (entry.value.getAt() < nowMillis - WAIT_MAX.toMillis()) {
                    gone.add(entry.key);
                }
            }
        }
        gone.forEach(store::delete);
    }
}
