package dev.skein.streams.home;

import dev.skein.schemas.user.Author;

/** What somebody is called, once for all tweets and retweets of a partition that name them. */
final class Person {
    /** Beside the names, for pages ask for it alone and for every line: one place in memory less to wait for. */
    private final long id;

    /** The newest that are known. The writer changes them, any thread reads. */
    private volatile Author names;

    /** How many tweets and retweets name them; only the writer uses it. */
    int named;

    /** Whether they were heard of since the last turn; only the writer uses it. */
    boolean heardOf = true;

    Person(Author names) {
        this.id = names.getId();
        this.names = names;
    }

    long id() {
        return id;
    }

    /** The newest that are known. Any thread. */
    Author names() {
        return names;
    }

    /** Takes names that are newer. */
    void learn(Author told) {
        heardOf = true;
        if (names.getVersion() < told.getVersion()) {
            names = told;
        }
    }
}
