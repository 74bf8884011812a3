package dev.skein.streams.home;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One read of one timeline, made again where its ring has moved meanwhile; bodies and names are the newest there are.
 *
 * <p>Of a tweet that stands in the timeline more than once, the tweet itself is shown where the reader may see it, else
 * the oldest retweet they may see: what one has is not shown again because somebody passes it on.
 */
final class TimelinePage {
    /** Of a tweet that more people than these passed on, the ring is searched instead. */
    private static final int LOOKED_UP_MAX = 32;

    private final TimelineState state;
    private final long reader;
    private final Relations relations;
    private final Ring ring;
    private final int moves;
    private final int last;
    private final int first;

    /** A tweet that the ring names is not here: it was deleted, or the ring is an old one. */
    private boolean missed;

    /**
     * The entries below {@code before}, newest first, as many as {@code limit} if there are.
     *
     * @param minute now, in minutes: the reader is seen
     */
    static List<TimelineEntry> read(
            TimelineState state, long reader, Relations relations, long minute, long before, int limit) {
        while (true) {
            TimelinePage page = new TimelinePage(state, reader, relations, minute);
            List<TimelineEntry> entries = page.read(before, limit);
            // Where something is missed, hundreds of entries may have come, and what the oldest showed be gone.
            // Whether all that was read stands comes last, for that looks at the ring, too.
            if ((!page.missed || !page.isOutdated()) && page.ring.stands(page.moves, page.last)) {
                return entries;
            }
        }
    }

    private TimelinePage(TimelineState state, long reader, Relations relations, long minute) {
        this.state = state;
        this.reader = reader;
        this.relations = relations;
        relations.near();
        state.rings().look(reader, minute);
        this.ring = picture();
        this.moves = ring.moves();
        this.last = ring.last();
        this.first = Ring.first(last);
    }

    /** The reader's ring, with what those famous authors wrote whom the reader follows now, if any: the newest of all of it. */
    private Ring picture() {
        Ring merged = null;
        while (merged == null) {
            Ring own = state.rings().of(reader);
            List<Ring> copies = state.copies().of(reader, relations);
            if (copies == null) {
                return own;
            }
            copies.add(own);
            merged = RingMerge.newest(copies);
        }
        return merged;
    }

    private List<TimelineEntry> read(long before, int limit) {
        List<TimelineEntry> page = new ArrayList<>(Math.min(limit, Timelines.ENTRIES_MAX));
        int newest = before == Timelines.NEWEST ? last : ring.below(first, last, before);
        state.near(ring.slots(Math.min(newest + 1, Math.max(first, newest + 1 - limit)), newest + 1));
        long above = 0;
        for (int i = newest; i >= first && page.size() < limit; i--) {
            long slot = ring.slot(i);
            if (slot == above) {
                // It moves just now.
                continue;
            }
            above = slot;
            TimelineEntry entry = Ring.isRetweet(slot) ? retweet(Ring.id(slot), i) : tweet(slot);
            if (entry != null) {
                page.add(entry);
            }
        }
        return page;
    }

    /** Whether the oldest entry has fallen out of the ring since. */
    private boolean isOutdated() {
        Ring now = picture();
        int movesNow = now.moves();
        int lastNow = now.last();
        int firstNow = Ring.first(lastNow);
        return first <= last
                && (firstNow > lastNow
                        || Ring.id(now.slot(firstNow)) > Ring.id(ring.slot(first))
                        || !now.stands(movesNow, lastNow));
    }

    private @Nullable TimelineEntry tweet(long id) {
        Body body = visibleTweet(id);
        return body == null ? null : new TimelineEntry(id, id, body, null);
    }

    private @Nullable TimelineEntry retweet(long entry, int at) {
        PassedOn retweet = visibleRetweet(state.retweet(entry));
        if (retweet == null || !shownHere(retweet, at)) {
            return null;
        }
        Body body = body(retweet.tweet());
        return body == null
                ? null
                : new TimelineEntry(
                        entry, retweet.tweet(), body, retweet.retweeter().names());
    }

    private boolean shownHere(PassedOn retweet, int at) {
        long tweet = retweet.tweet();
        if (ring.holds(first, last, tweet) && visibleTweet(tweet) != null) {
            return false;
        }
        PassedOn older = retweet.older;
        for (int looked = 0; older != null && looked < LOOKED_UP_MAX; looked++) {
            if (ring.holds(first, at - 1, Ring.retweet(older.id())) && visibleRetweet(older) != null) {
                return false;
            }
            older = older.older;
        }
        return older == null || isOldest(retweet, at);
    }

    private boolean isOldest(PassedOn retweet, int at) {
        for (int i = first; i < at; i++) {
            long slot = ring.slot(i);
            PassedOn older =
                    Ring.isRetweet(slot) && Ring.id(slot) != retweet.id() ? state.retweet(Ring.id(slot)) : null;
            if (older != null && older.tweet() == retweet.tweet() && visibleRetweet(older) != null) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Body visibleTweet(long id) {
        Body body = body(id);
        return body != null && VisibilityRules.showsTweet(reader, body.authorId(), body.answered(), relations)
                ? body
                : null;
    }

    private @Nullable PassedOn visibleRetweet(@Nullable PassedOn retweet) {
        if (retweet == null || retweet.undone) {
            missed |= retweet == null;
            return null;
        }
        Body body = body(retweet.tweet());
        return body != null
                        && VisibilityRules.showsRetweet(
                                reader, retweet.retweeter().id(), body.authorId(), relations)
                ? retweet
                : null;
    }

    private @Nullable Body body(long tweet) {
        Body body = state.body(tweet);
        missed |= body == null;
        return body;
    }
}
