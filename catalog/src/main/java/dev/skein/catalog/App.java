package dev.skein.catalog;

import java.util.Locale;

/** The six Kafka Streams applications: each has an application id of its own, and is scaled and reset on its own. */
public enum App {
    /** Tweets, followers and author timelines; fans out. */
    AUTHOR(false),
    /** Home timelines, and how readers stand to others. */
    HOME(false),
    /** Who reacted, the index of replies, all counts. */
    ENGAGEMENT(true),
    /** Hashtags in windows. */
    TRENDS(true),
    /** What concerns whom. */
    NOTIFICATIONS(true),
    /** Whom one may want to follow. */
    SUGGESTIONS(true);

    private final boolean exactlyOnce;

    App(boolean exactlyOnce) {
        this.exactlyOnce = exactlyOnce;
    }

    /** The application id, such as {@code skein-author}. */
    public String id(String prefix) {
        return prefix + "-" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether it counts, and so runs exactly_once_v2; what does not is idempotent and runs at_least_once. */
    public boolean exactlyOnce() {
        return exactlyOnce;
    }
}
