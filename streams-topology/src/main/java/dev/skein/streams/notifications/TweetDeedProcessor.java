package dev.skein.streams.notifications;

import dev.skein.catalog.InnerStores;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the author's shard: keeps who wrote a tweet until it is deleted, and tells whom the tweet concerns. */
final class TweetDeedProcessor extends ContextualProcessor<Long, TweetEvent, Long, Notification> {
    private KeyValueStore<Long, Long> authors;

    @Override
    public void init(ProcessorContext<Long, Notification> context) {
        super.init(context);
        authors = context.getStateStore(InnerStores.TWEET_AUTHORS.name());
    }

    @Override
    public void process(Record<Long, TweetEvent> record) {
        TweetEvent event = record.value();
        if (event.getKind() == TweetEventKind.DELETED) {
            authors.put(record.key(), DeedRules.UNKNOWN);
            return;
        }
        Long known = authors.get(record.key());
        if (known == null) {
            authors.put(record.key(), event.getTweet().getAuthor().getId());
        } else if (known == DeedRules.UNKNOWN) {
            return;
        }
        DeedRules.of(event)
                .forEach(deed -> context().forward(record.withKey(deed.doneTo()).withValue(deed.notification())));
    }
}
