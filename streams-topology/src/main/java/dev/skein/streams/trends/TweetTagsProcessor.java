package dev.skein.streams.trends;

import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.store.HashtagChanges;
import dev.skein.schemas.store.TweetTags;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.streams.BadRecordException;
import dev.skein.streams.BeforeCommit;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;

/**
 * At the author's shard: remembers which hashtags a tweet counts for, and tells their partitions before each commit what
 * has changed.
 */
final class TweetTagsProcessor extends ContextualProcessor<Long, TweetEvent, Long, HashtagChanges> {
    /**
     * How far a tweet's id may be ahead of its record. Ids may run ahead of the clock by a lease, but one from the far
     * future would close all windows before it.
     */
    private static final long AHEAD_MILLIS_MAX = Duration.ofMinutes(10).toMillis();

    /** In the topology. */
    static final String OUTGOING = "outgoing-changes";

    private final int partitions;
    private WindowStore<Long, TweetTags> tags;
    private NewestTweets newest;
    private OutgoingChanges outgoing;
    private long newestMillis;
    private long time;

    TweetTagsProcessor(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, HashtagChanges> context) {
        super.init(context);
        tags = context.getStateStore(InnerStores.TWEET_TAGS.name());
        outgoing = new OutgoingChanges(
                partitions, (partition, changes) -> context.forward(new Record<>(partition, changes, time)));
        BeforeCommit commit = context.getStateStore(OUTGOING);
        newest = new NewestTweets(context.getStateStore(InnerStores.NEWEST_TWEETS.name()));
        commit.call(context, () -> {
            newest.flush();
            outgoing.flush();
        });
    }

    @Override
    public void process(Record<Long, TweetEvent> record) {
        TweetEvent event = record.value();
        long at = Id.millis(record.key());
        if (at > record.timestamp() + AHEAD_MILLIS_MAX) {
            throw new BadRecordException("the tweet's id is from the future");
        }
        newestMillis = Math.max(newestMillis, at);
        time = Math.max(time, record.timestamp());
        boolean unheard = newest.isNew(record.key()) && event.getKind() == TweetEventKind.POSTED;
        boolean closed = at < newestMillis - TrendWindow.DAY.millis();
        boolean bare = event.getKind() == TweetEventKind.POSTED
                && event.getTweet().getHashtags().isEmpty();
        if (closed || bare) {
            return;
        }
        TagRules.decide(unheard ? null : tags.fetch(record.key(), at), event).ifPresent(decision -> {
            tags.put(record.key(), decision.tags(), at);
            decision.changes().forEach(outgoing::add);
        });
    }
}
