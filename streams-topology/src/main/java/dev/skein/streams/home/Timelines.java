package dev.skein.streams.home;

import java.util.List;

/**
 * The home timelines of one partition of readers. Safe for use by many threads while the stream thread writes; a page
 * shows each entry whole or not at all, and of those that were brought to its reader together all or none.
 *
 * <p>Ask for it by {@code StoreQueryParameters.fromNameAndType(Stores.TIMELINES.name(), new
 * TimelinesStoreType()).withPartition(partition)}.
 */
public interface Timelines {
    /** How many entries a timeline holds; what is beyond is not there. */
    int ENTRIES_MAX = 800;

    /** A {@code before} that lies above all entries: the first page. */
    long NEWEST = Long.MAX_VALUE;

    /**
     * A page of a reader's home timeline, newest first. It is filled up to {@code limit} as long as older visible
     * entries exist, so a shorter page is the last one.
     *
     * @param reader whose timeline; one who has none gets an empty page
     * @param before only entries with a smaller id: the last id of the page before, or {@link #NEWEST}
     * @param limit how many at most, at least 1
     * @param relations how the reader stands to others <em>now</em>: follows, mutes and blocks are decided at read
     */
    List<TimelineEntry> page(long reader, long before, int limit, Relations relations);

    /**
     * Whether a reader's timeline holds all that it should; if not, it is being rebuilt or will be when {@code activity}
     * says that the reader was seen. A page is whole if this holds before and after it is read.
     */
    boolean whole(long reader);

    /** How much the store holds. */
    Size size();

    /**
     * How much a store holds, for metrics.
     *
     * @param readers timelines
     * @param entries in all timelines together, as far as readers can see them
     * @param tweets bodies
     * @param retweets entries that are retweets, each counted once however many timelines hold it
     * @param names people whose names are kept
     * @param entryBytes what the timelines take in memory, without what they show
     * @param shownBytes what tweets, retweets and names take in memory, about
     * @param standingBytes what it takes to know whose timeline is not whole or was not, about
     */
    record Size(
            long readers,
            long entries,
            long tweets,
            long retweets,
            long names,
            long entryBytes,
            long shownBytes,
            long standingBytes) {
        /** All that it takes in memory, about. */
        public long bytes() {
            return entryBytes + shownBytes + standingBytes;
        }
    }
}
