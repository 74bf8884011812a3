package dev.skein.streams.home;

import dev.skein.schemas.store.Authorship;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Who takes part how. */
final class ClassRules {
    /** Whoever has not posted for so long only reads. */
    static final Duration PASSIVE_AFTER = Duration.ofDays(30);

    /** Posts are noted only if they say something new: a store is not written for each. */
    private static final Duration NOTED_EVERY = Duration.ofHours(1);

    private ClassRules() {}

    /**
     * The class of a person.
     *
     * @param authorship null where they never posted
     * @param live whether they have a stream open
     * @param seenAt when they last read, followed or posted
     */
    static PersonClass of(
            @Nullable Authorship authorship, boolean live, long seenAt, long now, Duration inactiveAfter) {
        if (authorship != null && authorship.getFamous()) {
            return PersonClass.FAMOUS;
        }
        if (live) {
            return PersonClass.LIVE;
        }
        if (isInactive(seenAt, now, inactiveAfter)) {
            return PersonClass.INACTIVE;
        }
        boolean posts = authorship != null && authorship.getPostedAt() >= now - PASSIVE_AFTER.toMillis();
        return posts ? PersonClass.ACTIVE : PersonClass.PASSIVE;
    }

    /** Whether nothing is kept for a reader. */
    static boolean isInactive(long seenAt, long now, Duration inactiveAfter) {
        return seenAt < now - inactiveAfter.toMillis();
    }

    /** Whether a post at this time is to be noted, where one at that time is. */
    static boolean saysMore(long notedAt, long at) {
        return at >= notedAt + NOTED_EVERY.toMillis();
    }

    /** What is known of an author once they have posted. */
    static Authorship posted(@Nullable Authorship before, long at) {
        return new Authorship(at, before != null && before.getFamous());
    }

    /** What is known of an author who has become famous, or ceased to be; null where that is nothing new. */
    static @Nullable Authorship fame(@Nullable Authorship before, boolean famous) {
        if (before == null) {
            return new Authorship(0L, famous);
        }
        return before.getFamous() == famous ? null : new Authorship(before.getPostedAt(), famous);
    }
}
