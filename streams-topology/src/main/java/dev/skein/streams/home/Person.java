package dev.skein.streams.home;

import dev.skein.schemas.user.Author;

/** What somebody is called, once for all tweets and retweets of a partition that name them. */
final class Person {
    /** The newest that are known. The writer changes them, any thread reads. */
    private volatile Author names;

    /** How many tweets and retweets name them; only the writer uses it. */
    int named;

    /** Whether they were heard of since the last turn; only the writer uses it. */
    boolean heardOf = true;

    Person(Author names) {
        this.names = names;
    }

    long id() {
        return names.getId();
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
