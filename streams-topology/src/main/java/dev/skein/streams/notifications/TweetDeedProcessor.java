package dev.skein.streams.notifications;

import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.store.Deed;
import dev.skein.schemas.store.TweetDeeds;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/**
 * At the author's shard: keeps who wrote a tweet, tells whom the tweet concerns, and takes it all back when it is deleted,
 * what was done to it included. What was done to it before it was known is told now.
 */
final class TweetDeedProcessor extends ContextualProcessor<Long, TweetEvent, Long, Deed> {
    private KeyValueStore<Long, Long> authors;
    private WindowStore<Long, TweetDeeds> deeds;
    private Notified notified;
    private EarlyDeeds early;

    @Override
    public void init(ProcessorContext<Long, Deed> context) {
        super.init(context);
        authors = context.getStateStore(InnerStores.TWEET_AUTHORS.name());
        deeds = context.getStateStore(InnerStores.TWEET_DEEDS.name());
        notified = new Notified(context);
        early = new EarlyDeeds(context);
    }

    @Override
    public void process(Record<Long, TweetEvent> record) {
        TweetEvent event = record.value();
        long tweet = record.key();
        long author = event.getTweet().getAuthor().getId();
        Long known = authors.get(tweet);
        if (known != null && known < 0) {
            return;
        }
        if (event.getKind() == TweetEventKind.DELETED) {
            authors.put(tweet, -author);
            notified.deleted(author, tweet);
        } else if (known == null) {
            authors.put(tweet, author);
            early.take(tweet).forEach(deed -> tell(record, deed));
        }
        DeedRules.Change change = DeedRules.change(deeds.fetch(tweet, Id.millis(tweet)), event);
        if (change.after() != null) {
            deeds.put(tweet, change.after(), Id.millis(tweet));
        }
        change.told().forEach(deed -> tell(record, deed));
    }

    private void tell(Record<Long, TweetEvent> record, Deed deed) {
        context().forward(record.withKey(deed.getDoneTo()).withValue(deed));
    }
}
