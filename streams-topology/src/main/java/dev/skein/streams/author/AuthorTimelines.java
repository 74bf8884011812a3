package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The store {@code author-timelines}, in the words of those who use it. */
final class AuthorTimelines {
    /**
     * A line of an author's timeline.
     *
     * @param id the tweet's id, or the retweet's own
     */
    record Entry(long id, long tweetId) {
        /** Whether it is somebody's tweet passed on. */
        boolean isRetweet() {
            return id != tweetId;
        }
    }

    private static final int LOOK_BEYOND = 1_000;

    private final KeyValueStore<IdPair, Long> store;

    AuthorTimelines(KeyValueStore<IdPair, Long> store) {
        this.store = store;
    }

    /** The author's own tweet. */
    void tweeted(long author, long tweet) {
        store.put(new IdPair(author, tweet), tweet);
    }

    /** A retweet of theirs. */
    void retweeted(long author, long entry, long tweet) {
        store.put(new IdPair(author, entry), tweet);
    }

    /** The entry is not there any more, if it was. */
    void remove(long author, long entry) {
        store.delete(new IdPair(author, entry));
    }

    /** Whether the author has any entry, and so readers who know their name. */
    boolean any(long author) {
        return !after(author, 0, 1).isEmpty();
    }

    /** The newest entries with ids above {@code since}, oldest first. */
    List<Entry> newest(long author, long since, int limit) {
        List<Entry> entries = new ArrayList<>();
        try (KeyValueIterator<IdPair, Long> newestFirst =
                store.reverseRange(new IdPair(author, since + 1), IdPair.to(author))) {
            read(newestFirst, limit, entries);
        }
        java.util.Collections.reverse(entries);
        return entries;
    }

    /** The next entries with ids above {@code after}, oldest first. */
    List<Entry> after(long author, long after, int limit) {
        List<Entry> entries = new ArrayList<>();
        try (KeyValueIterator<IdPair, Long> oldestFirst =
                store.range(new IdPair(author, after + 1), IdPair.to(author))) {
            read(oldestFirst, limit, entries);
        }
        return entries;
    }

    /** Removes every retweet of a tweet with an id below {@code before}. Walks all that the author did in between. */
    void removeRetweets(long author, long tweet, long before) {
        List<Long> found = new ArrayList<>();
        try (KeyValueIterator<IdPair, Long> entries =
                store.range(new IdPair(author, 0), new IdPair(author, before - 1))) {
            while (entries.hasNext()) {
                KeyValue<IdPair, Long> entry = entries.next();
                if (entry.value == tweet && entry.key.second() != tweet) {
                    found.add(entry.key.second());
                }
            }
        }
        found.forEach(entry -> remove(author, entry));
    }

    /**
     * The author's own tweets but the newest {@code listed}, the newest of them first. Retweets stay: no archive has them.
     * Whoever passes on more than they write has more tweets here than others.
     */
    List<Long> surplus(long author, int listed) {
        List<Long> surplus = new ArrayList<>();
        int own = 0;
        try (KeyValueIterator<IdPair, Long> newestFirst =
                store.reverseRange(new IdPair(author, 0), IdPair.to(author))) {
            for (int looked = 0; looked < 2 * listed + LOOK_BEYOND && newestFirst.hasNext(); looked++) {
                KeyValue<IdPair, Long> entry = newestFirst.next();
                if (entry.key.second() == entry.value && ++own > listed) {
                    surplus.add(entry.value);
                }
            }
        }
        return surplus;
    }

    private static void read(KeyValueIterator<IdPair, Long> iterator, int limit, List<Entry> entries) {
        while (entries.size() < limit && iterator.hasNext()) {
            KeyValue<IdPair, Long> entry = iterator.next();
            entries.add(new Entry(entry.key.second(), entry.value));
        }
    }
}
