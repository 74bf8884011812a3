package dev.skein.streams.notifications;

import dev.skein.catalog.Id;
import dev.skein.schemas.store.NotificationGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How deeds of one kind, done to one tweet or person, make groups. Each deed has a place, higher than all before it. It
 * joins the newest group while that is unread, which thereby moves up; what was read does not grow, a new group begins. So
 * groups never overlap, and a deed's place alone says to which it belongs: where it leaves when it is undone, and comes back
 * when it is done again. A group that everybody has left is not shown.
 *
 * <p>Lists of groups go in and come out, the oldest first; none is changed.
 */
final class GroupRules {
    /** So many people of a group are known by name; the others are a number. */
    static final int ACTORS_MAX = 10;
    /** So many times one can read of the same tweet's likes and hear of more. */
    static final int GROUPS_MAX = 20;
    /** A group grows no longer than this: nobody who is told of again later is in it twice. */
    static final Duration SPAN_MAX = Duration.ofDays(30);

    private GroupRules() {}

    /** Somebody did it, for the first time. */
    static List<NotificationGroup> join(List<NotificationGroup> groups, long actor, long place, long readUpTo) {
        NotificationGroup last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
        if (last == null || last.getPlace() <= readUpTo || isOld(last, place)) {
            List<NotificationGroup> all = new ArrayList<>(groups);
            all.add(new NotificationGroup(place, place, 1, List.of(actor)));
            return all.subList(Math.max(0, all.size() - GROUPS_MAX), all.size());
        }
        List<Long> actors = new ArrayList<>(last.getActors());
        actors.add(0, actor);
        return replaced(
                groups,
                last,
                new NotificationGroup(
                        last.getBegan(),
                        place,
                        last.getCount() + 1,
                        actors.subList(0, Math.min(actors.size(), ACTORS_MAX))));
    }

    private static boolean isOld(NotificationGroup group, long place) {
        return Id.millis(place) - Id.millis(group.getBegan()) >= SPAN_MAX.toMillis();
    }

    /** Somebody did again what they had undone: they are put back where they were, and nothing moves or becomes unread. */
    static List<NotificationGroup> rejoin(List<NotificationGroup> groups, long actor, long place) {
        for (NotificationGroup group : groups) {
            if (holds(group, place)) {
                List<Long> actors = new ArrayList<>(group.getActors());
                if (actors.size() < ACTORS_MAX) {
                    actors.add(actor);
                }
                return replaced(groups, group, with(group, group.getCount() + 1, actors));
            }
        }
        return groups;
    }

    /** Somebody undid it. */
    static List<NotificationGroup> leave(List<NotificationGroup> groups, long actor, long place) {
        for (NotificationGroup group : groups) {
            if (holds(group, place)) {
                List<Long> actors = new ArrayList<>(group.getActors());
                actors.remove(actor);
                return replaced(groups, group, with(group, group.getCount() - 1, actors));
            }
        }
        return groups;
    }

    /** The place below which a person's groups are too many. */
    static long cut(List<Long> places, int kept) {
        if (places.size() <= kept) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(places);
        sorted.sort(Collections.reverseOrder());
        return sorted.get(kept - 1);
    }

    /** Those that somebody is in and that do not stand below a place. */
    static List<NotificationGroup> from(List<NotificationGroup> groups, long place) {
        return groups.stream()
                .filter(group -> group.getCount() > 0 && group.getPlace() >= place)
                .toList();
    }

    private static boolean holds(NotificationGroup group, long place) {
        return group.getBegan() <= place && place <= group.getPlace();
    }

    private static NotificationGroup with(NotificationGroup group, int count, List<Long> actors) {
        return new NotificationGroup(group.getBegan(), group.getPlace(), count, actors);
    }

    private static List<NotificationGroup> replaced(
            List<NotificationGroup> groups, NotificationGroup before, NotificationGroup after) {
        return groups.stream()
                .map(group -> group.equals(before) ? after : group)
                .toList();
    }
}
