package dev.skein.streams.trends;

import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.TweetTags;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.streams.BadRecordException;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;

/** At the author's shard: remembers which hashtags a tweet counts for, and tells each when that changes. */
final class TweetTagsProcessor extends ContextualProcessor<Long, TweetEvent, String, HashtagChange> {
    /**
     * How far a tweet's id may be ahead of its record. Ids may run ahead of the clock by a lease, but one from the far
     * future would close all windows before it.
     */
    private static final long AHEAD_MILLIS_MAX = Duration.ofMinutes(10).toMillis();

    private WindowStore<Long, TweetTags> tags;
    private long newestMillis;

    @Override
    public void init(ProcessorContext<String, HashtagChange> context) {
        super.init(context);
        tags = context.getStateStore(InnerStores.TWEET_TAGS.name());
    }

    @Override
    public void process(Record<Long, TweetEvent> record) {
        TweetEvent event = record.value();
        long at = Id.millis(record.key());
        if (at > record.timestamp() + AHEAD_MILLIS_MAX) {
            throw new BadRecordException("the tweet's id is from the future");
        }
        newestMillis = Math.max(newestMillis, at);
        boolean closed = at < newestMillis - TrendWindow.DAY.millis();
        boolean bare = event.getKind() == TweetEventKind.POSTED
                && event.getTweet().getHashtags().isEmpty();
        if (closed || bare) {
            return;
        }
        TagRules.decide(tags.fetch(record.key(), at), event).ifPresent(decision -> {
            tags.put(record.key(), decision.tags(), at);
            decision.changes().forEach(change -> context()
                    .forward(record.withKey(change.tag()).withValue(change.change())));
        });
    }
}
