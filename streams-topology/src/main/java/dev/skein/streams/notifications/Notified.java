package dev.skein.streams.notifications;

import dev.skein.catalog.DeedKey;
import dev.skein.catalog.Id;
import dev.skein.catalog.Stores;
import dev.skein.schemas.notification.NotificationKind;
import dev.skein.schemas.store.Inbox;
import dev.skein.schemas.store.NotificationGroup;
import dev.skein.schemas.store.NotificationGroups;
import dev.skein.streams.notifications.ToldDeeds.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the recipients' shard: what they are told, in groups, how far they have read, and the bounds of both. */
final class Notified {
    /** The newest groups of a person that are kept in any case. */
    static final int KEPT_MIN = 500;
    /** With more than these, those beyond the newest are dropped: many at a time, for it takes reading them all. */
    static final int KEPT_MAX = 600;

    private static final Inbox EMPTY = new Inbox(0L, 0L, 0);

    private final KeyValueStore<DeedKey, NotificationGroups> groups;
    private final KeyValueStore<Long, Inbox> inboxes;
    private final ToldDeeds told;

    Notified(ProcessingContext context) {
        groups = context.getStateStore(Stores.NOTIFICATION_GROUPS.name());
        inboxes = context.getStateStore(Stores.INBOXES.name());
        told = new ToldDeeds(context);
    }

    /**
     * Somebody did something that concerns the recipient.
     *
     * @return whether the recipient had not been told of it
     */
    boolean tell(DeedKey deed, long nowMillis) {
        if (DeedRules.otherwise(deed).stream().anyMatch(other -> stands(other, nowMillis))) {
            return false;
        }
        Told known = told.find(deed, nowMillis);
        if (known != null && known.stands()) {
            return false;
        }
        DeedKey key = DeedKey.group(deed.recipient(), deed.kind(), deed.tweet());
        Inbox inbox = inbox(deed.recipient());
        List<NotificationGroup> before = groups(key);
        if (known == null) {
            long place = Math.max(inbox.getLastPlace() + 1, Id.first(nowMillis));
            told.tell(deed, place, nowMillis);
            Inbox after = new Inbox(place, inbox.getReadUpTo(), inbox.getGroups());
            change(key, before, GroupRules.join(before, deed.actor(), place, inbox.getReadUpTo()), after);
        } else {
            told.stands(deed, known, true);
            change(key, before, GroupRules.rejoin(before, deed.actor(), known.place()), inbox);
        }
        return known == null;
    }

    private boolean stands(DeedKey deed, long nowMillis) {
        Told known = told.find(deed, nowMillis);
        return known != null && known.stands();
    }

    /** It is undone. */
    void undo(DeedKey deed, long nowMillis) {
        Told known = told.find(deed, nowMillis);
        if (known == null || !known.stands()) {
            return;
        }
        told.stands(deed, known, false);
        DeedKey key = DeedKey.group(deed.recipient(), deed.kind(), deed.tweet());
        List<NotificationGroup> before = groups(key);
        change(key, before, GroupRules.leave(before, deed.actor(), known.place()), inbox(deed.recipient()));
    }

    /** The recipient does not want to hear of somebody: nor of what they were told of them. */
    void withdraw(long recipient, long actor, long nowMillis) {
        List<DeedKey> keys = new ArrayList<>();
        forEach(recipient, (key, list) -> keys.add(key));
        keys.forEach(key -> undo(key.by(actor), nowMillis));
    }

    /** The recipient's tweet is deleted, and with it what was done to it. */
    void deleted(long recipient, long tweet) {
        for (NotificationKind kind : List.of(NotificationKind.LIKE, NotificationKind.RETWEET)) {
            DeedKey key = DeedKey.group(recipient, kind, tweet);
            List<NotificationGroup> before = groups(key);
            if (!before.isEmpty()) {
                change(key, before, List.of(), inbox(recipient));
            }
        }
    }

    /** The recipient has read up to a place; they cannot have read less than before. */
    void read(long recipient, long upTo) {
        Inbox inbox = inbox(recipient);
        if (upTo > inbox.getReadUpTo()) {
            inboxes.put(recipient, new Inbox(inbox.getLastPlace(), upTo, inbox.getGroups()));
        }
    }

    /** The recipient's account is deleted. */
    void erase(long recipient) {
        List<DeedKey> keys = new ArrayList<>();
        forEach(recipient, (key, list) -> keys.add(key));
        keys.forEach(groups::delete);
        inboxes.delete(recipient);
    }

    private void change(DeedKey key, List<NotificationGroup> before, List<NotificationGroup> after, Inbox inbox) {
        if (after.isEmpty()) {
            groups.delete(key);
        } else {
            groups.put(key, new NotificationGroups(after));
        }
        int kept = inbox.getGroups() + after.size() - before.size();
        if (kept > KEPT_MAX) {
            kept = trim(key.recipient());
        }
        inboxes.put(key.recipient(), new Inbox(inbox.getLastPlace(), inbox.getReadUpTo(), kept));
    }

    /** Drops what nobody is left in and what is beyond the newest, and says how many groups are left. */
    private int trim(long recipient) {
        List<KeyValue<DeedKey, List<NotificationGroup>>> all = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        forEach(recipient, (key, list) -> {
            all.add(KeyValue.pair(key, list));
            GroupRules.from(list, 0).forEach(group -> places.add(group.getPlace()));
        });
        long cut = GroupRules.cut(places, KEPT_MIN);
        int left = 0;
        for (KeyValue<DeedKey, List<NotificationGroup>> each : all) {
            List<NotificationGroup> kept = GroupRules.from(each.value, cut);
            left += kept.size();
            if (kept.isEmpty()) {
                groups.delete(each.key);
            } else if (kept.size() < each.value.size()) {
                groups.put(each.key, new NotificationGroups(kept));
            }
        }
        return left;
    }

    private void forEach(long recipient, BiConsumer<DeedKey, List<NotificationGroup>> each) {
        try (KeyValueIterator<DeedKey, NotificationGroups> all =
                groups.range(DeedKey.from(recipient), DeedKey.to(recipient))) {
            all.forEachRemaining(entry -> each.accept(entry.key, entry.value.getGroups()));
        }
    }

    private List<NotificationGroup> groups(DeedKey key) {
        NotificationGroups known = groups.get(key);
        return known == null ? List.of() : known.getGroups();
    }

    private Inbox inbox(long recipient) {
        Inbox known = inboxes.get(recipient);
        return known == null ? EMPTY : known;
    }
}
