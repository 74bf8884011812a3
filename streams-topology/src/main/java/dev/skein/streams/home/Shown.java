package dev.skein.streams.home;

import dev.skein.catalog.IdPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the timelines of a partition show: each tweet and each retweet once, with the number of entries that show it. It
 * goes with the last of them. One thread writes, any thread reads.
 */
final class Shown {
    /** Of a retweet, its place in a table and in a map, about. */
    private static final int RETWEET_BYTES = 56 + 24 + 32 + 56;

    /** So many are fetched into the cache at once: more than a processor waits for at a time. */
    private static final int TOGETHER = 32;

    private final LongTable<Body> bodies = new LongTable<>();
    private final LongTable<PassedOn> retweets = new LongTable<>();

    /** retweeter|tweet → the newest retweet of it that is here: of two, the older one must have been undone. */
    private final Map<IdPair, PassedOn> newestRetweet = new HashMap<>();

    /** Read from a snapshot, and not yet counted. */
    private final List<PassedOn> loaded = new ArrayList<>();

    private final Tally bodyBytes = new Tally(0);

    /** A tweet, null where it is not here. Any thread. */
    @Nullable
    Body body(long tweet) {
        return bodies.get(tweet);
    }

    /** A retweet, null where it is not here. Any thread. */
    @Nullable
    PassedOn retweet(long entry) {
        return retweets.get(entry);
    }

    /** How many tweets there are. Any thread. */
    int tweets() {
        return bodies.size();
    }

    /** How many retweets there are. Any thread. */
    int retweets() {
        return retweets.size();
    }

    /** What all of it takes in memory, about. Any thread. */
    long bytes() {
        return bodyBytes.get() + (long) RETWEET_BYTES * retweets.size();
    }

    /** Puts a tweet where readers find it, unless what is there says as much; returns what is there then. */
    Body put(long tweet, Body body) {
        Body known = bodies.get(tweet);
        if (known != null) {
            if (!body.newerThan(known)) {
                return known;
            }
            body.entries = known.entries;
            body.newestRetweet = known.newestRetweet;
            left(known);
        }
        arrived(body);
        bodies.put(tweet, body);
        return body;
    }

    /** A tweet is gone, whoever shows it. */
    void remove(long tweet) {
        Body body = bodies.get(tweet);
        if (body != null) {
            left(body);
            bodies.remove(tweet);
        }
    }

    private void arrived(Body body) {
        bodyBytes.add(body.memoryBytes());
        body.author().named++;
    }

    private void left(Body body) {
        bodyBytes.add(-body.memoryBytes());
        body.author().named--;
    }

    /**
     * Puts a retweet where readers find it, unless it is there; returns what is there then.
     *
     * @param body of the tweet, which is here
     */
    PassedOn put(PassedOn arrived, Body body) {
        PassedOn known = retweets.get(arrived.id());
        if (known != null) {
            return known;
        }
        IdPair pair = new IdPair(arrived.retweeter().id(), arrived.tweet());
        PassedOn other = newestRetweet.get(pair);
        if (other == null || other.id() < arrived.id()) {
            newestRetweet.put(pair, arrived);
            if (other != null) {
                other.undone = true;
            }
        } else {
            arrived.undone = true;
        }
        link(arrived, body);
        arrived.retweeter().named++;
        retweets.put(arrived.id(), arrived);
        return arrived;
    }

    /** Somebody's retweets of a tweet with an entry id below this one are taken back. */
    void undo(IdPair retweeterAndTweet, long before) {
        PassedOn newest = newestRetweet.get(retweeterAndTweet);
        if (newest != null && newest.id() < before) {
            newest.undone = true;
        }
    }

    /** So many entries more show these. To be said before they enter: what one of them pushes out may show the same tweet. */
    static void entered(Body body, @Nullable PassedOn retweet, int entries) {
        body.entries += entries;
        if (retweet != null) {
            retweet.entries += entries;
        }
    }

    /** Entries are in a ring no longer. */
    void dropped(long[] slots) {
        for (int i = 0; i < slots.length; i += TOGETHER) {
            int end = Math.min(slots.length, i + TOGETHER);
            near(slots, i, end);
            for (int j = i; j < end; j++) {
                dropped(slots[j]);
            }
        }
    }

    /** Brings tweets into the processor's cache that are hardly there: one after the other each would be waited for. Changes nothing. Any thread. */
    void near(long[] slots) {
        near(slots, 0, slots.length);
    }

    private void near(long[] slots, int from, int to) {
        bodies.near(slots, from, to);
        long seen = 0;
        for (int i = from; i < to; i++) {
            Body body = bodies.get(slots[i]);
            seen += body == null ? 0 : body.version();
        }
        LongTable.use(seen);
    }

    /** An entry is in a ring no longer. */
    void dropped(long slot) {
        long tweet = slot;
        if (Ring.isRetweet(slot)) {
            PassedOn retweet = retweets.get(Ring.id(slot));
            if (retweet == null) {
                return;
            }
            tweet = retweet.tweet();
            retweet.entries--;
            removeUnlessShown(retweet);
        }
        Body body = bodies.get(tweet);
        if (body != null) {
            body.entries--;
            removeUnlessShown(tweet, body);
        }
    }

    /** Nobody had room or need for it: it goes. */
    void removeUnlessShown(long tweet, Body body) {
        if (body.entries == 0) {
            remove(tweet);
        }
    }

    /** As above. */
    void removeUnlessShown(PassedOn retweet) {
        if (retweet.entries == 0) {
            unlink(retweet);
            retweet.retweeter().named--;
            retweets.remove(retweet.id());
            newestRetweet.remove(new IdPair(retweet.retweeter().id(), retweet.tweet()), retweet);
        }
    }

    /** Where its id belongs among the retweets of its tweet: nearly always it is the newest. */
    private static void link(PassedOn arrived, Body body) {
        PassedOn newer = null;
        PassedOn older = body.newestRetweet;
        while (older != null && older.id() > arrived.id()) {
            newer = older;
            older = older.older;
        }
        arrived.older = older;
        arrived.newer = newer;
        if (older != null) {
            older.newer = arrived;
        }
        if (newer == null) {
            body.newestRetweet = arrived;
        } else {
            newer.older = arrived;
        }
    }

    private void unlink(PassedOn retweet) {
        PassedOn newer = retweet.newer;
        PassedOn older = retweet.older;
        if (older != null) {
            older.newer = newer;
        }
        if (newer != null) {
            newer.older = older;
        } else {
            Body body = bodies.get(retweet.tweet());
            if (body != null && body.newestRetweet == retweet) {
                body.newestRetweet = older;
            }
        }
    }

    /** Hands all tweets over; see {@link LongTable#forEach}. */
    void forEachBody(LongTable.Visitor<Body> visitor) {
        bodies.forEach(visitor);
    }

    /** Hands all retweets over; see {@link LongTable#forEach}. */
    void forEachRetweet(LongTable.Visitor<PassedOn> visitor) {
        retweets.forEach(visitor);
    }

    /** A retweet was read from a snapshot; {@link #place} puts it where it belongs. */
    void load(PassedOn retweet) {
        loaded.add(retweet);
    }

    /** After loading: puts the retweets where they belong. */
    void place() {
        // In rising order each is the newest of its tweet when it comes.
        loaded.sort(Comparator.comparingLong(PassedOn::id));
        for (PassedOn retweet : loaded) {
            Body body = bodies.get(retweet.tweet());
            if (body != null) {
                put(retweet, body);
            }
        }
    }

    /**
     * After that, before anything else is written: counts what the rings show, and removes what they do not; and from the
     * rings what was removed while the snapshot was written.
     */
    void count(List<Rings> all) {
        all.forEach(rings -> rings.retain(this::near, this::count));
        for (PassedOn retweet : loaded) {
            if (retweets.get(retweet.id()) == retweet) {
                removeUnlessShown(retweet);
            }
        }
        loaded.clear();
        bodies.forEach(this::removeUnlessShown);
    }

    private boolean count(long slot) {
        PassedOn retweet = null;
        long tweet = slot;
        if (Ring.isRetweet(slot)) {
            retweet = retweets.get(Ring.id(slot));
            if (retweet == null) {
                return false;
            }
            tweet = retweet.tweet();
        }
        Body body = bodies.get(tweet);
        if (body == null) {
            return false;
        }
        entered(body, retweet, 1);
        return true;
    }
}
