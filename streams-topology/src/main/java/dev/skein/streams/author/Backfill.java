package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.schemas.store.PickUp;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.User;
import dev.skein.streams.Names;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.Fetch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Brings one reader the newest entries of one author: at once their tweets, whose bodies are here, also where there are
 * none; their retweets pick up the tweet on the way, and follow, each announced by its entry id.
 */
final class Backfill {
    /** How many entries whoever begins to follow gets, and how many are in a record: they must fit. */
    static final int ENTRIES_MAX = 50;

    private final AuthorTimelines timelines;
    private final KeyValueStore<Long, TweetEvent> tweets;
    private final KeyValueStore<Long, User> users;
    private final int partitions;

    Backfill(
            AuthorTimelines timelines,
            KeyValueStore<Long, TweetEvent> tweets,
            KeyValueStore<Long, User> users,
            int partitions) {
        this.timelines = timelines;
        this.tweets = tweets;
        this.users = users;
        this.partitions = partitions;
    }

    /** For a new follower. */
    void follow(long reader, long author, Consumer<Effect> told) {
        answer(new RebuildRequest(reader, author, 0L, 0L, ENTRIES_MAX), told);
    }

    /**
     * For a timeline that is rebuilt.
     *
     * @param told gets one or more deliveries of the author's tweets, and what fetches their retweets
     */
    void answer(RebuildRequest request, Consumer<Effect> told) {
        long reader = request.getReaderId();
        long author = request.getFolloweeId();
        User names = users.get(author);
        List<Entry> entries = new ArrayList<>();
        List<Long> fetching = new ArrayList<>();
        for (AuthorTimelines.Entry entry : timelines.newest(author, request.getSince(), request.getLimit())) {
            if (!entry.isRetweet()) {
                add(entries, entry.id(), names);
            } else if (names != null) {
                fetching.add(entry.id());
                told.accept(new Fetch(new PickUp(retweet(entry, names), reader, request.getRebuild())));
            }
        }
        // The last part is the answer: the parts before it stand in the log before it.
        int from = 0;
        for (; from + ENTRIES_MAX < entries.size(); from += ENTRIES_MAX) {
            List<Entry> part = List.copyOf(entries.subList(from, from + ENTRIES_MAX));
            told.accept(to(reader, author, new Backfilled(reader, author, part, 0L, null, List.of())));
        }
        List<Entry> last = List.copyOf(entries.subList(from, entries.size()));
        told.accept(to(reader, author, new Backfilled(reader, author, last, request.getRebuild(), null, fetching)));
    }

    private Deliver to(long reader, long author, Backfilled part) {
        return Deliver.to(reader, partitions, author, part);
    }

    private void add(List<Entry> entries, long tweetId, @Nullable User names) {
        TweetEvent event = tweets.get(tweetId);
        if (event != null && event.getKind() != TweetEventKind.DELETED) {
            entries.add(new Entry(Names.authored(event.getTweet(), names), null));
        }
    }

    private static RetweetEvent retweet(AuthorTimelines.Entry entry, User retweeter) {
        return new RetweetEvent(
                RetweetEventKind.RETWEETED, entry.id(), Names.of(retweeter), entry.tweetId(), Id.millis(entry.id()));
    }
}
