package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.Renamed;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.User;
import dev.skein.streams.Names;
import dev.skein.streams.author.AuthorTimelines.Entry;
import dev.skein.streams.author.Effect.Delete;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.Forget;
import dev.skein.streams.author.Effect.Undo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps people as others may see them. A new name goes to all who have something of theirs; the handle goes to its
 * partition; what somebody wrote is deleted after they left, a step at a time.
 */
final class UserProcessor extends EffectProcessor<@Nullable User> {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int ENTRIES_PER_STEP_MAX = 1_000;
    /** Some milliseconds of reading. */
    private static final int TWEETS_READ_PER_STEP_MAX = 2_000;
    /** Nobody tweets before they register, but clocks differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    /**
     * Somebody who left, and the entry up to which their tweets' deletion was told.
     *
     * @param named whether others may still know their name; not of those who left before this task was opened, and have nothing left
     */
    private record Leaver(long userId, long leftAt, long toldUpTo, boolean named) {}

    private KeyValueStore<Long, User> users;
    private KeyValueStore<Long, Long> departed;
    private RecentAuthors authors;
    private KeyValueStore<Long, TweetEvent> tweets;
    private KeyValueStore<Long, Long> archived;
    private AuthorTimelines timelines;
    private final Deque<Leaver> leavers = new ArrayDeque<>();

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        users = open(Stores.USERS);
        departed = open(InnerStores.DEPARTED);
        authors = RecentAuthors.in(context);
        authors.begin();
        tweets = open(Stores.TWEETS);
        archived = open(Stores.ARCHIVED);
        timelines = new AuthorTimelines(open(Stores.AUTHOR_TIMELINES));
        // How far one got is not kept: what was deleted is not in the author's timeline any more.
        try (KeyValueIterator<Long, Long> all = departed.all()) {
            while (all.hasNext()) {
                KeyValue<Long, Long> gone = all.next();
                leavers.add(new Leaver(gone.key, gone.value, 0, false));
            }
        }
        context.schedule(STEP, PunctuationType.WALL_CLOCK_TIME, this::deleteSome);
    }

    @Override
    public void process(Record<Long, @Nullable User> record) {
        long id = record.key();
        User known = users.get(id);
        User told = record.value();
        if (told == null) {
            users.delete(id);
            departed.put(id, record.timestamp());
            authors.changed(id);
            leavers.add(new Leaver(id, record.timestamp(), 0, true));
            tell(new Forget(id), record.timestamp());
        } else {
            if (UserRules.stale(known, told) || departed.get(id) != null) {
                return;
            }
            users.put(id, told);
            authors.changed(id);
            if (UserRules.renamed(known, told) && timelines.any(id)) {
                tell(Deliver.everywhere(id, new Renamed(Names.of(told))), record.timestamp());
            }
        }
        UserRules.claims(known, told).forEach(claim -> tell(claim, record.timestamp()));
    }

    private void deleteSome(long now) {
        for (int left = ENTRIES_PER_STEP_MAX; left > 0 && !leavers.isEmpty(); ) {
            Leaver leaver = leavers.remove();
            List<Entry> entries = timelines.after(leaver.userId, leaver.toldUpTo, left);
            entries.forEach(entry -> delete(leaver, entry, now));
            left -= 1 + entries.size();
            if (!entries.isEmpty()) {
                long toldUpTo = entries.get(entries.size() - 1).id();
                leavers.addFirst(new Leaver(leaver.userId, leaver.leftAt, toldUpTo, true));
            } else if (archived.get(leaver.userId) != null) {
                deleteArchived(leaver, now);
                leavers.addFirst(new Leaver(leaver.userId, leaver.leftAt, leaver.toldUpTo, true));
                left = 0;
            } else if (leaver.named) {
                // A name is kept beside the tweets that carry it, and would outlive them.
                tell(Deliver.everywhere(leaver.userId, new Renamed(Names.erased(leaver.userId))), now);
            }
        }
    }

    /** What their timeline does not list any more is looked for among the tweets of all, from the newest to the oldest. */
    private void deleteArchived(Leaver leaver, long now) {
        long user = leaver.userId;
        long first = Id.first(Id.millis(user) - CLOCKS_DIFFER.toMillis());
        try (KeyValueIterator<Long, TweetEvent> newestFirst =
                tweets.reverseRange(first, Objects.requireNonNull(archived.get(user)))) {
            long at = first;
            for (int read = 0; read < TWEETS_READ_PER_STEP_MAX && newestFirst.hasNext(); read++) {
                KeyValue<Long, TweetEvent> each = newestFirst.next();
                at = each.key;
                Tweet tweet = each.value.getTweet();
                if (tweet.getAuthor().getId() == user && each.value.getKind() != TweetEventKind.DELETED) {
                    tell(new Delete(TweetRules.deletion(tweet, leaver.leftAt)), now);
                }
            }
            if (newestFirst.hasNext()) {
                archived.put(user, at - 1);
            } else {
                archived.delete(user);
            }
        }
    }

    private void delete(Leaver leaver, Entry entry, long now) {
        if (entry.isRetweet()) {
            tell(new Undo(RetweetRules.undoing(leaver.userId, entry, leaver.leftAt)), now);
            return;
        }
        TweetEvent stored = tweets.get(entry.id());
        if (stored != null) {
            tell(new Delete(TweetRules.deletion(stored.getTweet(), leaver.leftAt)), now);
        }
    }
}
