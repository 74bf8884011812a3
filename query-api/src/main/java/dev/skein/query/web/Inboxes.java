package dev.skein.query.web;

import dev.skein.catalog.DeedKey;
import dev.skein.catalog.Id;
import dev.skein.catalog.Stores;
import dev.skein.query.hosting.LocalStores;
import dev.skein.schemas.notification.NotificationKind;
import dev.skein.schemas.store.Inbox;
import dev.skein.schemas.store.NotificationGroup;
import dev.skein.schemas.store.NotificationGroups;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** What people are told, as it lies in this process. */
record Inboxes(LocalStores stores, Clock clock) {
    /** As many as are kept of a person in any case. */
    private static final int GROUPS_MAX = 500;
    /** What is older may have been undone without anybody knowing whom it was told to. */
    private static final Duration SHOWN_FOR = Duration.ofDays(30);

    /**
     * People who did the same.
     *
     * @param tweet 0 for a follow
     */
    record Told(NotificationKind kind, long tweet, NotificationGroup group) {
        long place() {
            return group.getPlace();
        }

        /** How many did it whose names are not kept. */
        int others() {
            return Math.max(0, group.getCount() - group.getActors().size());
        }
    }

    /** All that a person is told, the newest first. */
    List<Told> told(long recipient, int partition) {
        long from = Id.first(clock.millis() - SHOWN_FOR.toMillis());
        return stores.read(Stores.NOTIFICATION_GROUPS, partition, groups -> {
            List<Told> found = new ArrayList<>();
            try (KeyValueIterator<DeedKey, NotificationGroups> all =
                    groups.range(DeedKey.from(recipient), DeedKey.to(recipient))) {
                while (all.hasNext()) {
                    KeyValue<DeedKey, NotificationGroups> next = all.next();
                    next.value.getGroups().stream()
                            .filter(group -> group.getCount() > 0 && group.getPlace() >= from)
                            .map(group -> new Told(next.key.kind(), next.key.tweet(), group))
                            .forEach(found::add);
                }
            }
            found.sort(Comparator.comparingLong(Told::place).reversed());
            return found.subList(0, Math.min(found.size(), GROUPS_MAX));
        });
    }

    /** How far a person has read. */
    long readUpTo(long recipient, int partition) {
        return stores.read(Stores.INBOXES, partition, inboxes -> Optional.ofNullable(inboxes.get(recipient)))
                .map(Inbox::getReadUpTo)
                .orElse(0L);
    }
}
