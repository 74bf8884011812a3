package dev.skein.streams.author;

import dev.skein.catalog.InnerStores;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Edited;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.store.AnsweredQuestion;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.user.User;
import dev.skein.streams.Applied;
import dev.skein.streams.FibonacciHash;
import dev.skein.streams.Names;
import dev.skein.streams.Thresholds;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.author.Effect.Ask;
import dev.skein.streams.author.Effect.Delete;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.State;
import dev.skein.streams.author.TweetRules.Outcome.Gone;
import dev.skein.streams.author.TweetRules.Outcome.Stands;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the author's shard: keeps their tweets, says how each stands, and fans out. */
final class TweetProcessor extends EffectProcessor<TweetEvent> {
    /** A look at what is too much reads all that is listed, so it is taken after one tweet in 2⁵. */
    private static final int LOOK_EVERY_BITS = 5;

    private final Applied applied;
    private final Thresholds thresholds;
    private final int partitions;
    private KeyValueStore<Long, TweetEvent> tweets;
    private KeyValueStore<Long, User> users;
    private KeyValueStore<Long, Long> departed;
    private RecentAuthors authors;
    private KeyValueStore<Long, Long> archived;
    private AuthorTimelines timelines;
    private FanOut fanOut;
    /** The highest id that is kept: what is above is new, and RocksDB need not be asked. */
    private long newest;

    TweetProcessor(TopologySettings settings) {
        this.applied = settings.applied();
        this.thresholds = settings.thresholds();
        this.partitions = settings.partitions();
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        tweets = open(Stores.TWEETS);
        users = open(Stores.USERS);
        departed = open(InnerStores.DEPARTED);
        authors = RecentAuthors.in(context);
        archived = open(Stores.ARCHIVED);
        timelines = new AuthorTimelines(open(Stores.AUTHOR_TIMELINES));
        fanOut = new FanOut(context, thresholds);
        try (KeyValueIterator<Long, TweetEvent> fromNewest = tweets.reverseAll()) {
            newest = fromNewest.hasNext() ? fromNewest.next().key : 0;
        }
    }

    @Override
    public void process(Record<Long, TweetEvent> record) {
        long time = record.timestamp();
        TweetEvent stored = record.key() > newest ? null : tweets.get(record.key());
        newest = Math.max(newest, record.key());
        TweetRules.Outcome outcome = TweetRules.decide(stored, TweetRules.answering(stored, record.value()));
        if (outcome instanceof Stands stands) {
            keep(stands, time);
        } else if (outcome instanceof Gone gone) {
            remove(gone.last(), time);
        }
        // Only now: whoever waits for this record will look into the stores.
        context().recordMetadata().ifPresent(at -> applied.applied(at.topic(), at.partition(), at.offset(), time));
    }

    private void keep(Stands stands, long time) {
        long id = stands.last().getTweet().getId();
        long author = stands.last().getTweet().getAuthor().getId();
        RecentAuthors.Author who = authors.of(author, users, departed);
        tweets.put(id, stands.last());
        list(author, id);
        Long leftAt = who.leftAt();
        if (leftAt != null) {
            tell(new Delete(TweetRules.deletion(stands.last().getTweet(), leftAt)), time);
            return;
        }
        Tweet tweet = Names.authored(stands.last().getTweet(), who.names());
        tell(State.of(tweet), time);
        if (stands.changed()) {
            tell(Deliver.everywhere(author, new Edited(tweet)), time);
        }
        if (stands.enters()) {
            enter(tweet, time);
        }
    }

    /** In the author's timeline, which leaves to the archive what is old. */
    private void list(long author, long tweet) {
        Long left = thresholds.tweetsListed() == Thresholds.ALL ? null : archived.get(author);
        if (left != null && tweet <= left) {
            return;
        }
        timelines.tweeted(author, tweet);
        if (thresholds.tweetsListed() == Thresholds.ALL || FibonacciHash.below(LOOK_EVERY_BITS, tweet) != 0) {
            return;
        }
        List<Long> surplus = timelines.surplus(author, thresholds.tweetsListed());
        if (!surplus.isEmpty()) {
            // First: whoever reads meanwhile finds in one of both what they look for.
            archived.put(author, Math.max(surplus.get(0), left == null ? 0 : left));
            surplus.forEach(old -> timelines.remove(author, old));
        }
    }

    private void enter(Tweet tweet, long time) {
        long author = tweet.getAuthor().getId();
        Long answered = tweet.getInReplyTo();
        if (answered != null && TweetRules.asks(tweet)) {
            ByteBuffer itself = ReaderIds.encode(new long[] {author}, 0, 1);
            tell(Deliver.to(author, partitions, author, new FannedOut(tweet, null, itself)), time);
            tell(new Ask(answered, new AnsweredQuestion(tweet.getId(), author)), time);
        } else {
            fanOut.tweet(tweet, effect -> tell(effect, time));
        }
    }

    private void remove(TweetEvent deletion, long time) {
        long id = deletion.getTweet().getId();
        long author = deletion.getTweet().getAuthor().getId();
        tweets.put(id, deletion);
        timelines.remove(author, id);
        tell(new State(id, deletion.getTweet().getVersion(), author, null), time);
        tell(Deliver.everywhere(author, new Deleted(id)), time);
    }
}
