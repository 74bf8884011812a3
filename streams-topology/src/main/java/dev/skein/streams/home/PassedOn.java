package dev.skein.streams.home;

import org.jspecify.annotations.Nullable;

/**
 * A retweet as a partition keeps it, once for all its readers. Those of one tweet hang together, from the newest, which
 * the tweet's {@link Body} knows, to the oldest.
 */
final class PassedOn {
    private final long id;
    private final long tweet;
    private final Person retweeter;

    /** It was taken back. Never unset, and read by any thread. */
    volatile boolean undone;

    /** The next older retweet of the same tweet; read by any thread, also from one that was removed meanwhile. */
    volatile @Nullable PassedOn older;

    /** The next newer retweet of the same tweet; only the writer uses it. */
    @Nullable
    PassedOn newer;

    /** How many entries of this partition's timelines it is; only the writer uses it. */
    int entries;

    PassedOn(long id, long tweet, Person retweeter) {
        this.id = id;
        this.tweet = tweet;
        this.retweeter = retweeter;
    }

    /** The entry's id. */
    long id() {
        return id;
    }

    /** What was passed on. */
    long tweet() {
        return tweet;
    }

    /** Who passed it on. */
    Person retweeter() {
        return retweeter;
    }
}
