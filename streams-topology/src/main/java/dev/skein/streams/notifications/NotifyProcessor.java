package dev.skein.streams.notifications;

import dev.skein.catalog.DeedKey;
import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.notification.Notification;
import dev.skein.schemas.store.Deed;
import dev.skein.schemas.store.Relation;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At the recipient's shard: tells them, unless they did it themselves, do not want to hear of the one who did, or were
 * told before. What is done to a deleted tweet concerns no one; but it can be undone. What is done to one that nobody knows
 * yet waits for it.
 */
final class NotifyProcessor extends ContextualProcessor<Long, Deed, Long, Notification> {
    private static final Duration EXPIRE_EVERY = Duration.ofSeconds(10);

    private KeyValueStore<Long, Long> authors;
    private KeyValueStore<IdPair, Relation> unheard;
    private Notified notified;
    private EarlyDeeds early;

    @Override
    public void init(ProcessorContext<Long, Notification> context) {
        super.init(context);
        authors = context.getStateStore(InnerStores.TWEET_AUTHORS.name());
        unheard = context.getStateStore(InnerStores.UNHEARD.name());
        notified = new Notified(context);
        early = new EarlyDeeds(context);
        context.schedule(EXPIRE_EVERY, PunctuationType.WALL_CLOCK_TIME, early::expire);
    }

    @Override
    public void process(Record<Long, Deed> record) {
        Deed deed = record.value();
        long known = DeedRules.toTweet(deed) ? author(record.key(), deed) : record.key();
        DeedKey key = DeedRules.key(Math.abs(known), deed);
        if (deed.getUndone()) {
            early.remove(deed);
            notified.undo(key, record.timestamp());
        } else if (known == DeedRules.UNKNOWN) {
            early.put(deed);
        } else if (known > 0 && known != deed.getActorId() && wantsToHear(key)) {
            if (notified.tell(key, record.timestamp())) {
                context()
                        .forward(record.withKey(key.recipient())
                                .withValue(DeedRules.notification(key.recipient(), deed)));
            }
        }
    }

    private boolean wantsToHear(DeedKey deed) {
        return unheard.get(new IdPair(deed.recipient(), deed.actor())) == null;
    }

    /** Who wrote the tweet, negative where it is deleted: what is known here counts before what the doer knew. */
    private long author(long tweet, Deed deed) {
        Long known = authors.get(tweet);
        if (known != null) {
            return known;
        }
        boolean possible = Id.shard(deed.getRecipientId()) == Id.shard(tweet);
        return possible ? deed.getRecipientId() : DeedRules.UNKNOWN;
    }
}
