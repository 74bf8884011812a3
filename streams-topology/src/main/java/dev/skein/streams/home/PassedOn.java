package dev.skein.streams.home;

/** A retweet as a partition keeps it, once for all its readers. */
final class PassedOn {
    private final long id;
    private final long tweet;
    private final long retweeter;

    /** It was taken back. Never unset, and read by any thread. */
    volatile boolean undone;

    /** How many entries of this partition's timelines it is; only the writer uses it. */
    int entries;

    PassedOn(long id, long tweet, long retweeter) {
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
    long retweeter() {
        return retweeter;
    }
}
