package dev.skein.query.live;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Timelines that lie in one place, this process or another, and are looked at from here. */
interface Watching {
    /** Asks only where the timeline is now. */
    long FROM_NOW = -1;

    /** How many entries are told at once; who has missed more loads the timeline anew. */
    int ABOVE_MAX = 100;

    /** Is told of what enters. Any thread; must not wait. */
    interface Told {
        /** An entry that the reader may see. */
        void item(long reader, long entry, String json);

        /** Older entries were brought back. */
        void changed(long reader);
    }

    /**
     * An entry.
     *
     * @param json of its TimelineItem, null if only its place was asked for
     */
    record Item(long entry, @Nullable String json) {}

    /**
     * What stands in a timeline.
     *
     * @param items newest first
     * @param whole whether the timeline is whole
     * @param more whether there are more than were told
     */
    record Above(List<Item> items, boolean whole, boolean more) {}

    /**
     * Begins to tell of a reader, or goes on, and says what stands above an entry; what enters meanwhile may be in both. Fails where the
     * timeline does not lie there.
     */
    CompletableFuture<Above> watch(long reader, long above);

    /** Ends it. */
    void unwatch(long reader);
}
