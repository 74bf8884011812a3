package dev.skein.query.fetch;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.query.hosting.Authority;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.user.Author;
import dev.skein.schemas.user.User;
import dev.skein.streams.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Answers look-ups from the stores of this process. */
public final class LocalAnswers {
    /** From how many pairs with the same first id a scan costs less than asking for each. */
    private static final int WORTH_A_SCAN = 6;
    /** How many entries a scan may pass for each pair that is asked for, before the rest is asked for one by one. */
    private static final int PASSED_PER_PAIR = 4;

    private static final Duration CAUGHT_UP_WITHIN = Duration.ofMillis(100);

    private final LocalStores stores;
    private final Authority authority;

    /**
     * Answers from {@code stores}.
     *
     * @param authority says whether a tweet that is not there is not anywhere
     */
    public LocalAnswers(LocalStores stores, Authority authority) {
        this.stores = stores;
        this.authority = authority;
    }

    /**
     * What stands under {@code keys}, all of one partition, in their order; all unknown where the store is not here. A copy
     * does not know that there is no such person or tweet, for it is behind; and of tweets only a store knows it that has
     * applied all there was when it was asked.
     */
    <K, V> List<Answer<V>> answer(Lookup<K, V> lookup, int partition, List<K> keys) {
        try {
            List<@Nullable V> values = stores.read(lookup.store(), partition, store -> read(store, keys));
            boolean nothingIsKnown = true;
            if (values.contains(null)) {
                if (lookup.store() == Stores.TWEETS) {
                    nothingIsKnown = isWhole(partition);
                    values = stores.read(lookup.store(), partition, store -> read(store, keys));
                } else if (lookup.store() == Stores.USERS) {
                    nothingIsKnown = stores.lagMillis(Stores.USERS, partition).isEmpty();
                }
            }
            List<Answer<V>> answers = new ArrayList<>(keys.size());
            for (V value : values) {
                answers.add(
                        value == null && !nothingIsKnown
                                ? Answer.unknown()
                                : new Answer<>(true, renamed(value, partition)));
            }
            return answers;
        } catch (StoreUnavailableException e) {
            return Collections.nCopies(keys.size(), Answer.unknown());
        }
    }

    private boolean isWhole(int partition) {
        return stores.lagMillis(Stores.TWEETS, partition).isEmpty()
                && authority.within(CAUGHT_UP_WITHIN, new TopicPartition(Topics.TWEETS.name(), partition));
    }

    private static <K, V> List<@Nullable V> read(ReadOnlyKeyValueStore<K, V> store, List<K> keys) {
        if (keys.size() >= WORTH_A_SCAN && keys.get(0) instanceof IdPair) {
            @SuppressWarnings("unchecked") // One list has keys of one type.
            List<@Nullable V> scanned = scan((ReadOnlyKeyValueStore<IdPair, V>) store, (List<IdPair>) keys);
            return scanned;
        }
        List<@Nullable V> values = new ArrayList<>(keys.size());
        for (K key : keys) {
            values.add(store.get(key));
        }
        return values;
    }

    /** A page's marks of one person lie in one range that is mostly empty: one scan instead of a get for each tweet. */
    private static <V> List<@Nullable V> scan(ReadOnlyKeyValueStore<IdPair, V> store, List<IdPair> keys) {
        long first = keys.get(0).first();
        long from = Long.MAX_VALUE;
        long to = 0;
        for (IdPair key : keys) {
            if (key.first() != first) {
                return keys.stream().<@Nullable V>map(store::get).collect(Collectors.toList());
            }
            from = Math.min(from, key.second());
            to = Math.max(to, key.second());
        }
        Map<Long, V> passed = new HashMap<>();
        long scannedTo = to;
        try (KeyValueIterator<IdPair, V> entries = store.range(new IdPair(first, from), new IdPair(first, to))) {
            while (entries.hasNext() && passed.size() < keys.size() * PASSED_PER_PAIR) {
                KeyValue<IdPair, V> entry = entries.next();
                passed.put(entry.key.second(), entry.value);
                scannedTo = entry.key.second();
            }
            if (!entries.hasNext()) {
                scannedTo = to;
            }
        }
        List<@Nullable V> values = new ArrayList<>(keys.size());
        for (IdPair key : keys) {
            values.add(key.second() <= scannedTo ? passed.get(key.second()) : store.get(key));
        }
        return values;
    }

    /** A tweet's author lies in the same partition: the names are told as they are now. */
    private <V> @Nullable V renamed(@Nullable V value, int partition) {
        if (value instanceof TweetEvent event) {
            Author author = event.getTweet().getAuthor();
            User user = user(author.getId(), partition);
            if (user != null && user.getVersion() > author.getVersion()) {
                @SuppressWarnings("unchecked") // The value is a TweetEvent, so V is.
                V renamed = (V) new TweetEvent(event.getKind(), Names.authored(event.getTweet(), user));
                return renamed;
            }
        }
        return value;
    }

    private @Nullable User user(long id, int partition) {
        try {
            return stores.<Long, User, @Nullable User>read(Stores.USERS, partition, store -> store.get(id));
        } catch (StoreUnavailableException e) {
            return null;
        }
    }
}
