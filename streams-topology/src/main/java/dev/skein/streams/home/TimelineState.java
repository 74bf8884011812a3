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
import dev.skein.streams.TimelineWatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The timelines of one partition in memory: a function of the deliveries it was given, whatever their order and however
 * often. One thread applies; any thread reads, see {@link TimelinePage}.
 *
 * <p>{@link Rings}: the entries of each reader; {@link Shown}: tweets and retweets, once; {@link People}. Beside
 * them {@link FamousCopies} and {@link Standings}.
 * What must not come back, should a delivery be late, is {@link Remembered} for a while: deletions, undoings and edits (a
 * retweet that picked the tweet up before the edit may be on its way).
 */
final class TimelineState {
    private final Shown shown = new Shown();
    private final Rings rings = new Rings(SnapshotPart.RINGS, shown::dropped);
    private final FamousCopies copies = new FamousCopies(shown::dropped);
    private final Standings standings = new Standings();
    private final People people = new People();

    private final Remembered<Long, Boolean> deleted = new Remembered<>();
    private final Remembered<Long, Body> edited = new Remembered<>();
    private final Remembered<IdPair, Long> undoneBefore = new Remembered<>();

    private final long[] someReaders = new long[Rings.TOGETHER];

    private int some;

    /** Who is told what enters; null while what is applied is nothing new. */
    private TimelineWatch.@Nullable Teller teller;

    /** From now on this one is told what enters, or with null nobody. */
    void tell(TimelineWatch.@Nullable Teller to) {
        teller = to;
    }

    /** The readers' entries. Any thread reads. */
    Rings rings() {
        return rings;
    }

    /** A tweet, null where it is not here or is deleted. Any thread. */
    @Nullable
    Body body(long tweet) {
        return shown.body(tweet);
    }

    /** Brings tweets into the processor's cache, all at once; see {@link Shown#near}. Any thread. */
    void near(long[] slots) {
        shown.near(slots);
    }

    /** A retweet, null where it is not here. Any thread. */
    @Nullable
    PassedOn retweet(long entry) {
        return shown.retweet(entry);
    }

    /** What famous authors wrote. */
    FamousCopies copies() {
        return copies;
    }

    /** Whose timelines are whole. */
    Standings standings() {
        return standings;
    }

    /** How much there is. Any thread. */
    Timelines.Size size() {
        return new Timelines.Size(
                rings.size(),
                rings.entries(),
                shown.tweets(),
                shown.retweets(),
                people.size(),
                rings.bytes() + copies.byAuthor().bytes(),
                shown.bytes() + people.bytes(),
                standings.bytes());
    }

    /** What goes into a snapshot, in the order in which it is loaded. */
    List<SnapshotPart> parts() {
        return List.of(
                standings.atBeginning(),
                rings,
                copies.byAuthor(),
                people,
                StateParts.bodies(shown, people),
                StateParts.retweets(shown, people),
                StateParts.deleted(deleted),
                StateParts.edited(edited, people),
                StateParts.undone(undoneBefore),
                standings.lackingAtEnd());
    }

    /** All parts are loaded: it can be read. */
    void loaded() {
        shown.place();
    }

    /** What was loaded is counted: it can be written to. Until then nobody else writes; others may read. */
    void count() {
        shown.count(List.of(rings, copies.byAuthor()));
        // They may have gone after their rings were written.
        standings.forEachGone(rings::drop);
    }

    /** Drops what readers have who have not looked for longest, until about so many bytes are free: they are rebuilt. */
    int dropUnseen(long bytes) {
        int before = rings.size();
        rings.dropUnseen(bytes, standings::dropped);
        return before - rings.size();
    }

    /** Drops entries below an id, a part at a time; see {@link LongTable#forSome}. */
    int sweep(int from, int length, long oldest) {
        if (from == 0) {
            copies.byAuthor().sweep(0, Integer.MAX_VALUE, oldest);
        }
        return rings.sweep(from, length, oldest);
    }

    /** Applies what {@link DeliveryRules} let pass. */
    void apply(Delivery delivery) {
        for (Object change : delivery.getChanges()) {
            if (change instanceof Arrival arrival) {
                apply(arrival);
            } else if (change instanceof FannedOut fannedOut) {
                apply(Arrival.of(fannedOut));
            } else if (change instanceof Backfilled backfilled) {
                apply(backfilled);
            } else if (change instanceof Edited edit) {
                apply(ToldTweet.of(edit.getTweet()));
            } else if (change instanceof Deleted deletion) {
                deleted.put(deletion.getTweetId(), true);
                edited.forget(deletion.getTweetId());
                shown.remove(deletion.getTweetId());
            } else if (change instanceof RetweetUndone undoing) {
                apply(undoing);
            } else if (change instanceof Renamed renamed) {
                people.learn(renamed.getAuthor());
            } else if (change instanceof Published published) {
                apply(published);
            } else if (change instanceof ReaderGone gone) {
                if (standings.apply(gone)) {
                    rings.drop(gone.getReaderId());
                }
            } else if (change instanceof ReaderReturned returned) {
                forgetDoubtful(returned.getReaderId());
                standings.apply(returned);
            }
        }
    }

    /** Time has passed: what was remembered for two turns is forgotten. */
    void turn() {
        deleted.turn();
        edited.turn();
        undoneBefore.turn();
        people.turn();
    }

    /**
     * A part of the log is missing: nobody is whole. What famous authors wrote before goes at once, since everybody is asked
     * for it again; a reader's own entries as soon as something is brought back.
     *
     * @param untilMillis when it had ended, milliseconds since 1970-01-01 UTC
     */
    void gap(long untilMillis) {
        copies.byAuthor().sweep(0, Integer.MAX_VALUE, standings.gap(untilMillis));
    }

    /** What was deleted, undone or edited in a gap comes no more, or as it is now. */
    private void forgetDoubtful(long reader) {
        long doubtful = standings.doubtfulBelow(reader);
        if (doubtful > 0) {
            rings.sweep(reader, doubtful);
            standings.forgotten(reader);
        }
    }

    private void apply(Arrival arrival) {
        Delivered delivered = arrive(arrival.tweet(), arrival.retweet());
        if (delivered != null) {
            some = 0;
            ReaderIds.forEach(arrival.readers(), reader -> {
                if (!standings.gone(reader)) {
                    someReaders[some++] = reader;
                    if (some == someReaders.length) {
                        enterSome(delivered);
                    }
                }
            });
            enterSome(delivered);
            leaveUnlessShown(delivered);
        }
    }

    /** Each ring is somewhere else in memory: looking them up one after the other would be waiting for each. */
    private void enterSome(Delivered delivered) {
        Shown.entered(delivered.body, delivered.retweet, some);
        int entered = rings.enter(someReaders, some, delivered.slot());
        Shown.entered(delivered.body, delivered.retweet, entered - some);
        some = 0;
        TimelineWatch.Teller told = teller;
        if (told != null && told.isWanted()) {
            for (int i = 0; i < entered; i++) {
                told.entered(someReaders[i], delivered.entry());
            }
        }
    }

    private void apply(Backfilled backfilled) {
        long reader = backfilled.getReaderId();
        forgetDoubtful(reader);
        List<Long> slots = new ArrayList<>();
        for (Entry entry : backfilled.getEntries()) {
            Delivered delivered = arrive(ToldTweet.of(entry.getTweet()), entry.getRetweet());
            if (delivered != null) {
                Shown.entered(delivered.body, delivered.retweet, 1);
                slots.add(delivered.slot());
            }
        }
        boolean entered = false;
        if (standings.gone(reader)) {
            slots.forEach(shown::dropped);
        } else {
            entered = rings.enter(reader, slots, shown::dropped);
        }
        standings.apply(backfilled);
        TimelineWatch.Teller told = teller;
        if (entered && told != null) {
            told.changed(reader);
        }
    }

    private void apply(Published published) {
        Delivered delivered = arrive(ToldTweet.of(published.getTweet()), published.getRetweet());
        if (delivered != null) {
            PassedOn retweet = delivered.retweet;
            long author = (retweet == null ? delivered.body.author() : retweet.retweeter()).id();
            Shown.entered(delivered.body, delivered.retweet, 1);
            TimelineWatch.Teller told = teller;
            if (!copies.byAuthor().enter(author, delivered.slot())) {
                Shown.entered(delivered.body, delivered.retweet, -1);
            } else if (told != null) {
                told.published(author, delivered.entry());
            }
            leaveUnlessShown(delivered);
        }
    }

    private void apply(ToldTweet edit) {
        Body told = new Body(edit, people.learnAuthor(edit));
        if (shown.body(edit.id()) != null) {
            shown.put(edit.id(), told);
        }
        Body remembered = edited.get(edit.id());
        if (deleted.get(edit.id()) == null && (remembered == null || told.newerThan(remembered))) {
            edited.put(edit.id(), told);
        }
    }

    private void apply(RetweetUndone undoing) {
        IdPair pair = new IdPair(undoing.getRetweeterId(), undoing.getTweetId());
        Long before = undoneBefore.get(pair);
        undoneBefore.put(pair, before == null ? undoing.getBefore() : Math.max(before, undoing.getBefore()));
        shown.undo(pair, undoing.getBefore());
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

        long entry() {
            return Ring.id(slot());
        }
    }

    /** Puts bodies and names where readers find them, before any entry shows them; null where there is nothing to show. */
    private @Nullable Delivered arrive(ToldTweet tweet, @Nullable Retweet retweet) {
        Person author = people.learnAuthor(tweet);
        Person retweeter = retweet == null ? null : people.learn(retweet.getRetweeter());
        if (deleted.get(tweet.id()) != null) {
            return null;
        }
        Body body = arrive(tweet, author);
        PassedOn passedOn =
                retweet == null || retweeter == null ? null : passedOn(retweet.getId(), tweet.id(), retweeter, body);
        return new Delivered(tweet.id(), body, passedOn);
    }

    private Body arrive(ToldTweet tweet, Person author) {
        Body known = shown.body(tweet.id());
        if (known != null && !known.mayLearnFrom(tweet)) {
            return known;
        }
        Body edit = edited.get(tweet.id());
        Body told = new Body(tweet, author);
        return shown.put(tweet.id(), edit != null && edit.newerThan(told) ? edit : told);
    }

    private PassedOn passedOn(long entry, long tweet, Person retweeter, Body body) {
        PassedOn known = shown.retweet(entry);
        if (known != null) {
            return known;
        }
        PassedOn arrived = new PassedOn(entry, tweet, retweeter);
        Long before = undoneBefore.get(new IdPair(retweeter.id(), tweet));
        arrived.undone = before != null && entry < before;
        return shown.put(arrived, body);
    }

    /** Nobody had room or need for it. */
    private void leaveUnlessShown(Delivered delivered) {
        if (delivered.retweet != null) {
            shown.removeUnlessShown(delivered.retweet);
        }
        shown.removeUnlessShown(delivered.tweet, delivered.body);
    }
}
