package dev.skein.streams;

import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.store.Relation;
import org.jspecify.annotations.Nullable;

/**
 * How a person stands to another, and whether they follow them. Used wherever follows are kept by the follower, so that
 * counts and timelines never disagree.
 *
 * <p>A person's own events come in order, but those of the other come by another way, earlier or later. Therefore
 * nothing is refused when it arrives: the last follow is remembered, blocks raise a barrier in time, and whether the
 * follow counts is asked of both. Whatever the interleaving of the two people's events, the end is the same.
 */
public final class RelationRules {
    private static final Relation NONE = new Relation(0L, false, false, false, 0L);

    private RelationRules() {}

    /** The relation after the first person of the key did something. {@code null} is a relation of strangers. */
    public static Relation byActor(@Nullable Relation before, FollowEvent event) {
        Relation r = before == null ? NONE : before;
        return switch (event.getKind()) {
            case FOLLOW -> followed(r, Math.max(r.getFollowedAt(), event.getAt()));
            case UNFOLLOW -> relation(0, r.getMuting(), r.getBlocking(), r);
            case MUTE -> relation(r.getFollowedAt(), true, r.getBlocking(), r);
            case UNMUTE -> relation(r.getFollowedAt(), false, r.getBlocking(), r);
            case BLOCK -> barrier(relation(r.getFollowedAt(), r.getMuting(), true, r), event.getAt());
            case UNBLOCK ->
                // What was not blocked is no less followed for being unblocked.
                r.getBlocking() ? barrier(relation(r.getFollowedAt(), r.getMuting(), false, r), event.getAt()) : r;
        };
    }

    /**
     * The relation after the second person of the key did something: only their block and unblock matter to the first.
     */
    public static Relation byOther(@Nullable Relation before, FollowEvent event) {
        Relation r = before == null ? NONE : before;
        return switch (event.getKind()) {
            case BLOCK -> barrier(blockedBy(r, true), event.getAt());
            case UNBLOCK -> r.getBlockedBy() ? barrier(blockedBy(r, false), event.getAt()) : r;
            case FOLLOW, UNFOLLOW, MUTE, UNMUTE -> r;
        };
    }

    /** Whether what somebody did also changes how the one to whom it was done stands to them. */
    public static boolean concernsBoth(FollowEvent event) {
        return event.getKind() == FollowEventKind.BLOCK || event.getKind() == FollowEventKind.UNBLOCK;
    }

    /** Whether the first person follows the second: not from before a barrier, and not while either blocks the other. */
    public static boolean follows(@Nullable Relation relation) {
        return relation != null
                && relation.getFollowedAt() > 0
                && relation.getFollowedAt() >= relation.getBarrierUntil()
                && !relation.getBlocking()
                && !relation.getBlockedBy();
    }

    /** Whether the first person must or will not see what the second writes. */
    public static boolean hides(@Nullable Relation relation) {
        return relation != null && (relation.getMuting() || relation.getBlocking() || relation.getBlockedBy());
    }

    /** Whether nothing is known that a relation of strangers would not say: such a one need not be kept. */
    public static boolean strangers(Relation relation) {
        return relation.equals(NONE);
    }

    private static Relation relation(long followedAt, boolean muting, boolean blocking, Relation r) {
        return new Relation(followedAt, muting, blocking, r.getBlockedBy(), r.getBarrierUntil());
    }

    private static Relation followed(Relation r, long at) {
        // From before the barrier it can never count: barriers only rise.
        return relation(at < r.getBarrierUntil() ? 0 : at, r.getMuting(), r.getBlocking(), r);
    }

    private static Relation blockedBy(Relation r, boolean blocked) {
        return new Relation(r.getFollowedAt(), r.getMuting(), r.getBlocking(), blocked, r.getBarrierUntil());
    }

    private static Relation barrier(Relation r, long at) {
        long until = Math.max(r.getBarrierUntil(), at);
        return followed(
                new Relation(r.getFollowedAt(), r.getMuting(), r.getBlocking(), r.getBlockedBy(), until),
                r.getFollowedAt());
    }
}
