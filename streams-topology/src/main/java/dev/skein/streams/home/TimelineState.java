package dev.skein.streams.home;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.ReaderIds;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Edited;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.ReaderGone;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.schemas.delivery.Renamed;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.delivery.RetweetUndone;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The timelines of one partition in memory: a function of the deliveries it was given, whatever their order and however
 * often. One thread applies; any thread reads, see {@link TimelinePage}.
 *
 * <p>Four tables: a {@link Ring} of entries per reader; per tweet its {@link Body}; per retweet what it {@link PassedOn};
 * per author their names. Beside them {@link FamousCopies} and {@link Standings}. Bodies and retweets count the entries that show them and go with the last one. What must not
 * come back, should a delivery be late, is {@link Remembered} for a while: deletions, undoings and edits (a retweet that picked
 * the tweet up before the edit may be on its way).
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // There is one writer.
final class TimelineState {
    private final LongTable<long[]> rings = new LongTable<>();
    private final LongTable<Body> bodies = new LongTable<>();
    private final LongTable<PassedOn> retweets = new LongTable<>();
    private final LongTable<Author> names = new LongTable<>();
    private final FamousCopies copies = new FamousCopies();
    private final Standings standings = new Standings();

    private final Remembered<Long, Boolean> deleted = new Remembered<>();
    private final Remembered<Long, Body> edited = new Remembered<>();
    private final Remembered<IdPair, Long> undoneBefore = new Remembered<>();

    /** retweeter|tweet → the newest retweet of it that is here: of two, the older one must have been undone. */
    private final Map<IdPair, PassedOn> newestRetweet = new HashMap<>();

    private final LongConsumer drop = this::drop;
    private volatile long entries;

    /** The reader's entries, {@link Ring#EMPTY} where there are none. Any thread. */
    long[] ring(long reader) {
        long[] ring = rings.get(reader);
        return ring == null ? Ring.EMPTY : ring;
    }

    /** A tweet, null where it is not here or is deleted. Any thread. */
    @Nullable
    Body body(long tweet) {
        return bodies.get(tweet);
    }

    /** A retweet, null where it is not here. Any thread. */
    @Nullable
    PassedOn retweet(long entry) {
        return retweets.get(entry);
    }

    /** What famous authors wrote. */
    FamousCopies copies() {
        return copies;
    }

    /** Whose timelines are whole. */
    Standings standings() {
        return standings;
    }

    /** Somebody's names, null where they are not known. Any thread. */
    @Nullable
    Author name(long person) {
        return names.get(person);
    }

    /** How much there is. Any thread. */
    Timelines.Size size() {
        return new Timelines.Size(rings.size(), entries, bodies.size(), retweets.size(), names.size());
    }

    /** Applies what {@link DeliveryRules} let pass. */
    void apply(Delivery delivery) {
        for (Object change : delivery.getChanges()) {
            if (change instanceof FannedOut fannedOut) {
                apply(fannedOut);
            } else if (change instanceof Backfilled backfilled) {
                apply(backfilled);
            } else if (change instanceof Edited edit) {
                apply(edit.getTweet());
            } else if (change instanceof Deleted deletion) {
                deleted.put(deletion.getTweetId(), true);
                edited.forget(deletion.getTweetId());
                bodies.remove(deletion.getTweetId());
            } else if (change instanceof RetweetUndone undoing) {
                apply(undoing);
            } else if (change instanceof Renamed renamed) {
                learn(renamed.getAuthor());
            } else if (change instanceof Published published) {
                apply(published);
            } else if (change instanceof ReaderGone gone) {
                if (standings.apply(gone)) {
                    forget(gone.getReaderId());
                }
            } else if (change instanceof ReaderReturned returned) {
                standings.apply(returned);
            }
        }
    }

    /** Time has passed: what was remembered for two turns is forgotten. */
    void turn() {
        deleted.turn();
        edited.turn();
        undoneBefore.turn();
    }

    private void apply(FannedOut fannedOut) {
        Delivered delivered = arrive(fannedOut.getTweet(), fannedOut.getRetweet());
        if (delivered != null) {
            ReaderIds.forEach(fannedOut.getReaders(), reader -> enter(reader, delivered));
            leaveUnlessShown(delivered);
        }
    }

    private void apply(Backfilled backfilled) {
        for (Entry entry : backfilled.getEntries()) {
            Delivered delivered = arrive(entry.getTweet(), entry.getRetweet());
            if (delivered != null) {
                enter(backfilled.getReaderId(), delivered);
                leaveUnlessShown(delivered);
            }
        }
        standings.apply(backfilled);
    }

    private void apply(Published published) {
        Delivered delivered = arrive(published.getTweet(), published.getRetweet());
        if (delivered != null) {
            long author = delivered.retweet == null ? delivered.body.author() : delivered.retweet.retweeter();
            long[] before = copies.of(author);
            int lastBefore = Ring.last(before);
            // Ring.EMPTY has no room, so it is never written.
            long[] after = Ring.enter(before, delivered.slot(), drop);
            if (after != before) {
                copies.put(author, after);
            }
            if (after != before || Ring.last(after) != lastBefore) {
                delivered.count();
            }
            leaveUnlessShown(delivered);
        }
    }

    /** Nothing is kept for a reader any more. */
    private void forget(long reader) {
        long[] ring = ring(reader);
        int last = Ring.last(ring);
        rings.remove(reader);
        for (int i = 1; i <= last; i++) {
            drop(ring[i]);
        }
        entries -= Math.min(last, Timelines.ENTRIES_MAX);
    }

    private void apply(Tweet edit) {
        learn(edit.getAuthor());
        Body told = new Body(edit);
        Body known = bodies.get(edit.getId());
        if (known != null) {
            put(edit.getId(), known, told);
        }
        Body remembered = edited.get(edit.getId());
        if (deleted.get(edit.getId()) == null && (remembered == null || told.newerThan(remembered))) {
            edited.put(edit.getId(), told);
        }
    }

    private void apply(RetweetUndone undoing) {
        IdPair pair = new IdPair(undoing.getRetweeterId(), undoing.getTweetId());
        Long before = undoneBefore.get(pair);
        undoneBefore.put(pair, before == null ? undoing.getBefore() : Math.max(before, undoing.getBefore()));
        PassedOn newest = newestRetweet.get(pair);
        if (newest != null && newest.id() < undoing.getBefore()) {
            newest.undone = true;
        }
    }

    /**
     * A tweet on its way into timelines, itself or passed on.
     *
     * @param retweet null for the tweet itself
     */
    private record Delivered(long tweet, Body body, @Nullable PassedOn retweet) {
        long slot() {
            return retweet == null ? tweet : Ring.retweet(retweet.id());
        }

        /** One entry more shows it. */
        void count() {
            body.entries++;
            if (retweet != null) {
                retweet.entries++;
            }
        }
    }

    /** Puts bodies and names where readers find them, before any entry shows them; null where there is nothing to show. */
    private @Nullable Delivered arrive(Tweet tweet, @Nullable Retweet retweet) {
        learn(tweet.getAuthor());
        if (retweet != null) {
            learn(retweet.getRetweeter());
        }
        if (deleted.get(tweet.getId()) != null) {
            return null;
        }
        PassedOn passedOn = retweet == null ? null : passedOn(retweet, tweet.getId());
        return new Delivered(tweet.getId(), arrive(tweet), passedOn);
    }

    private Body arrive(Tweet tweet) {
        Body known = bodies.get(tweet.getId());
        if (known != null && (known.version() > tweet.getVersion() || !says(tweet, known))) {
            return known;
        }
        Body edit = edited.get(tweet.getId());
        Body told = new Body(tweet);
        Body body = edit != null && edit.newerThan(told) ? edit : told;
        put(tweet.getId(), known, body);
        return body;
    }

    /** Whether a tweet may say more than what is known: so that nothing is written anew for each of its records. */
    private static boolean says(Tweet tweet, Body known) {
        return known.version() < tweet.getVersion()
                || (tweet.getInReplyToAuthor() != null
                        && Long.valueOf(Body.NOBODY).equals(known.answered()));
    }

    /** What says more stays. */
    private void put(long tweet, @Nullable Body known, Body body) {
        if (known == null) {
            bodies.put(tweet, body);
        } else if (body.newerThan(known)) {
            body.entries = known.entries;
            bodies.put(tweet, body);
        }
    }

    private PassedOn passedOn(Retweet retweet, long tweet) {
        PassedOn known = retweets.get(retweet.getId());
        if (known != null) {
            return known;
        }
        PassedOn arrived =
                new PassedOn(retweet.getId(), tweet, retweet.getRetweeter().getId());
        IdPair pair = new IdPair(arrived.retweeter(), tweet);
        Long before = undoneBefore.get(pair);
        arrived.undone = before != null && arrived.id() < before;
        PassedOn other = newestRetweet.get(pair);
        if (other == null || other.id() < arrived.id()) {
            newestRetweet.put(pair, arrived);
            if (other != null) {
                other.undone = true;
            }
        } else {
            arrived.undone = true;
        }
        retweets.put(arrived.id(), arrived);
        return arrived;
    }

    private void learn(Author author) {
        Author known = names.get(author.getId());
        if (known == null || known.getVersion() < author.getVersion()) {
            names.put(author.getId(), author);
        }
    }

    private void enter(long reader, Delivered delivered) {
        if (standings.gone(reader)) {
            return;
        }
        long[] before = ring(reader);
        int lastBefore = Ring.last(before);
        long[] after = Ring.enter(before, delivered.slot(), drop);
        int last = Ring.last(after);
        if (after == before && last == lastBefore) {
            return;
        }
        if (after != before) {
            rings.put(reader, after);
        }
        delivered.count();
        entries += Math.min(last, Timelines.ENTRIES_MAX) - Math.min(lastBefore, Timelines.ENTRIES_MAX);
    }

    /** Nobody had room or need for it. */
    private void leaveUnlessShown(Delivered delivered) {
        PassedOn retweet = delivered.retweet;
        if (retweet != null && retweet.entries == 0) {
            remove(retweet);
        }
        if (delivered.body.entries == 0) {
            bodies.remove(delivered.tweet);
        }
    }

    /** An entry fell out of a ring. */
    private void drop(long slot) {
        long tweet = slot;
        if (Ring.isRetweet(slot)) {
            PassedOn retweet = retweets.get(Ring.id(slot));
            if (retweet == null) {
                return;
            }
            tweet = retweet.tweet();
            if (--retweet.entries == 0) {
                remove(retweet);
            }
        }
        Body body = bodies.get(tweet);
        if (body != null && --body.entries == 0) {
            bodies.remove(tweet);
        }
    }

    private void remove(PassedOn retweet) {
        retweets.remove(retweet.id());
        newestRetweet.remove(new IdPair(retweet.retweeter(), retweet.tweet()), retweet);
    }
}
