package dev.skein.streams.notifications;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.store.Relation;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * At the recipient's shard: tells them, unless they did it themselves, do not want to hear of the one who did, or were
 * told within 30 days. What is done to a deleted tweet, or to one that nobody knows, concerns no one.
 */
final class NotifyProcessor extends ContextualProcessor<Long, Notification, Long, Notification> {
    private KeyValueStore<Long, Long> authors;
    private KeyValueStore<IdPair, Relation> unheard;
    private WindowStore<String, Long> notified;

    @Override
    public void init(ProcessorContext<Long, Notification> context) {
        super.init(context);
        authors = context.getStateStore(InnerStores.TWEET_AUTHORS.name());
        unheard = context.getStateStore(InnerStores.UNHEARD.name());
        notified = context.getStateStore(InnerStores.NOTIFIED.name());
    }

    @Override
    public void process(Record<Long, Notification> record) {
        Notification deed = record.value();
        long recipient = DeedRules.toTweet(deed) ? author(record.key(), deed) : record.key();
        if (recipient == DeedRules.UNKNOWN
                || recipient == deed.getActorId()
                || unheard.get(new IdPair(recipient, deed.getActorId())) != null) {
            return;
        }
        Notification notification = new Notification(
                deed.getId(), recipient, deed.getKind(), deed.getActorId(), deed.getTweetId(), deed.getAt());
        String once = DeedRules.once(notification);
        if (!wasTold(once, record.timestamp())) {
            notified.put(once, deed.getAt(), record.timestamp());
            context().forward(record.withKey(recipient).withValue(notification));
        }
    }

    /** Who wrote the tweet: what is known here counts before what the doer knew. */
    private long author(long tweet, Notification deed) {
        Long known = authors.get(tweet);
        if (known != null) {
            return known;
        }
        boolean possible = Id.shard(deed.getRecipientId()) == Id.shard(tweet);
        return possible ? deed.getRecipientId() : DeedRules.UNKNOWN;
    }

    private boolean wasTold(String once, long nowMillis) {
        long kept = InnerStores.NOTIFIED.kept().toMillis();
        try (WindowStoreIterator<Long> told = notified.fetch(once, Math.max(0, nowMillis - kept), nowMillis + kept)) {
            return told.hasNext();
        }
    }
}
