package dev.skein.streams.home;

import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.streams.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One read of one timeline, from a picture of its ring that stands still; bodies and names are the newest there are.
 *
 * <p>Of a tweet that stands in the timeline more than once, the tweet itself is shown where the reader may see it, else
 * the oldest retweet they may see: what one has is not shown again because somebody passes it on.
 */
final class TimelinePage {
    private final TimelineState state;
    private final long reader;
    private final Relations relations;
    private final long[] ring;
    private final int last;
    private final int first;

    /** tweet → the oldest retweet of it that the reader may see; made when the first retweet is met. */
    private @Nullable Map<Long, Long> oldestRetweets;

    TimelinePage(TimelineState state, long reader, Relations relations) {
        this.state = state;
        this.reader = reader;
        this.relations = relations;
        this.ring = picture();
        this.last = Ring.last(ring);
        this.first = Ring.first(last);
    }

    /** The reader's ring, and what those famous authors wrote whom the reader follows now: the newest of all of it. */
    private long[] picture() {
        long[] own = state.ring(reader);
        List<long[]> copies = state.copies().of(reader, relations);
        if (copies == null) {
            return own;
        }
        copies.add(own);
        return RingMerge.newest(copies);
    }

    /** The entries below {@code before}, newest first, as many as {@code limit} if there are. */
    List<TimelineEntry> read(long before, int limit) {
        List<TimelineEntry> page = new ArrayList<>(limit);
        for (int i = Ring.below(ring, first, last, before); i >= first && page.size() < limit; i--) {
            TimelineEntry entry = Ring.isRetweet(ring[i]) ? retweet(Ring.id(ring[i])) : tweet(ring[i]);
            if (entry != null) {
                page.add(entry);
            }
        }
        return page;
    }

    private @Nullable TimelineEntry tweet(long id) {
        Body body = visibleTweet(id);
        return body == null ? null : new TimelineEntry(id, named(body), null);
    }

    private @Nullable TimelineEntry retweet(long entry) {
        PassedOn retweet = visibleRetweet(entry);
        if (retweet == null || !shownHere(retweet)) {
            return null;
        }
        Body body = state.body(retweet.tweet());
        Author retweeter = state.name(retweet.retweeter());
        return body == null || retweeter == null ? null : new TimelineEntry(entry, named(body), retweeter);
    }

    private boolean shownHere(PassedOn retweet) {
        long tweet = retweet.tweet();
        if (Ring.holds(ring, first, last, tweet) && visibleTweet(tweet) != null) {
            return false;
        }
        Long oldest = oldestRetweets().get(tweet);
        return oldest == null || oldest == retweet.id();
    }

    private Map<Long, Long> oldestRetweets() {
        Map<Long, Long> oldest = oldestRetweets;
        if (oldest == null) {
            oldest = new HashMap<>();
            for (int i = first; i <= last; i++) {
                PassedOn retweet = Ring.isRetweet(ring[i]) ? visibleRetweet(Ring.id(ring[i])) : null;
                if (retweet != null) {
                    oldest.putIfAbsent(retweet.tweet(), retweet.id());
                }
            }
            oldestRetweets = oldest;
        }
        return oldest;
    }

    private @Nullable Body visibleTweet(long id) {
        Body body = state.body(id);
        return body != null && VisibilityRules.showsTweet(reader, body.author(), body.answered(), relations)
                ? body
                : null;
    }

    private @Nullable PassedOn visibleRetweet(long entry) {
        PassedOn retweet = state.retweet(entry);
        if (retweet == null || retweet.undone) {
            return null;
        }
        Body body = state.body(retweet.tweet());
        return body != null && VisibilityRules.showsRetweet(reader, retweet.retweeter(), body.author(), relations)
                ? retweet
                : null;
    }

    private Tweet named(Body body) {
        Tweet tweet = body.tweet();
        return Names.authored(tweet, Names.newest(tweet.getAuthor(), state.name(body.author())));
    }
}
