package dev.skein.streams.home;

import dev.skein.catalog.Id;
import dev.skein.catalog.ReaderIds;
import dev.skein.schemas.delivery.RebuildRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** How a timeline that is not whole becomes so. */
final class ReturnRules {
    /** When followees who have not answered are asked again, should their reader still be there. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);
    /** Of somebody who follows more, those followed last are asked: they must fit into a record. */
    static final int FOLLOWEES_MAX = 5_000;

    /** How many entries are asked for in all, if nobody is asked for less than one who begins to follow gets. */
    private static final int ENTRIES_WANTED = 8 * Timelines.ENTRIES_MAX;

    private static final int ENTRIES_MIN = 50;

    private ReturnRules() {}

    /** Whether a reader seen at a time is told to return, or those who have not answered to be asked again. */
    static boolean tells(Standing standing, long at) {
        return switch (kind(standing)) {
            case WHOLE -> false;
            case REBUILDING -> at >= standing.at() + ASK_AGAIN_AFTER.toMillis();
            case AWAY -> true;
        };
    }

    /** What the return is called: the same each time the same sight of the reader is heard. */
    static long name(Standing standing, long at) {
        return kind(standing) == Kind.REBUILDING ? standing.at() : Math.max(at, standing.at() + 1);
    }

    private enum Kind {
        WHOLE,
        REBUILDING,
        AWAY
    }

    private static Kind kind(Standing standing) {
        if (standing instanceof Standing.Whole) {
            return Kind.WHOLE;
        }
        return standing instanceof Standing.Rebuilding ? Kind.REBUILDING : Kind.AWAY;
    }

    /**
     * Who is asked: the followees and the reader.
     *
     * @param followees the longest followed first
     */
    static ByteBuffer asked(long reader, List<Long> followees) {
        int from = Math.max(0, followees.size() - FOLLOWEES_MAX);
        TreeSet<Long> asked = new TreeSet<>(followees.subList(from, followees.size()));
        asked.add(reader);
        long[] ids = asked.stream().mapToLong(Long::longValue).toArray();
        return ReaderIds.encode(ids, 0, ids.length);
    }

    /**
     * What one followee is asked for.
     *
     * @param entryAgeMax nothing older is in a timeline
     */
    static RebuildRequest request(long reader, long followee, Standing.Rebuilding rebuilding, Duration entryAgeMax) {
        int limit = Math.max(
                ENTRIES_MIN,
                Math.min(
                        Timelines.ENTRIES_MAX,
                        ENTRIES_WANTED / Math.max(1, rebuilding.followees().size())));
        long since = Id.first(rebuilding.at() - entryAgeMax.toMillis());
        return new RebuildRequest(reader, followee, since, rebuilding.at(), limit);
    }
}
