package dev.skein.query.live;

import dev.skein.streams.home.TimelineEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads home timelines that lie in this process, by the same rules as the pages of the API. */
public interface HomeReader {
    /**
     * A page.
     *
     * @param whole whether the timeline was whole before and after
     */
    record Page(List<TimelineEntry> entries, boolean whole) {}

    /** An entry of somebody's timeline. */
    record Shown(long reader, TimelineEntry entry) {}

    /** The newest entries that a reader may see; fails where the timelines are not in this process, or a copy. */
    Page newest(long reader, int limit);

    /** One entry, null where it is not there or the reader may not see it. */
    @Nullable
    TimelineEntry entry(long reader, long id);

    /** Whether a reader follows somebody, or is them. */
    boolean follows(long reader, long author);

    /** Each as the JSON of a TimelineItem, for its reader. */
    List<String> show(List<Shown> entries);
}
