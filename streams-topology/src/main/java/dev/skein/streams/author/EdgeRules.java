package dev.skein.streams.author;

import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody follows, as kept at the followee's shard. The follower's events and the followee's come by different
 * ways, in either order; {@link RelationRules} says what they come to.
 */
final class EdgeRules {
    /** The edge between two people who have nothing to do with each other. */
    static final Edge NONE = new Edge(null, null);

    /**
     * What is kept of a pair.
     *
     * @param since when the follow that counts was made; null: none counts. All that is kept of most pairs
     * @param relation how the follower stands to the followee, where one of them blocks or blocked the other: also a
     *     follow that does not count for now, since the unblocking before it has not come yet
     */
    record Edge(@Nullable Long since, @Nullable Relation relation) {
        /** Whether the follow counts. */
        boolean stands() {
            return since != null;
        }
    }

    private EdgeRules() {}

    /** After the follower's own event. */
    static Edge byFollower(Edge before, FollowEvent event) {
        return edge(RelationRules.byActor(relation(before), event));
    }

    /** After an event of the followee. */
    static Edge byFollowee(Edge before, FollowEvent event) {
        return edge(RelationRules.byOther(relation(before), event));
    }

    /** Whether the follower is due the followee's newest entries: on each follow, for it may be heard again. */
    static boolean backfills(Edge before, Edge after, FollowEvent event) {
        return after.stands() && (event.getKind() == FollowEventKind.FOLLOW || !before.stands());
    }

    private static @Nullable Relation relation(Edge edge) {
        if (edge.relation != null || edge.since == null) {
            return edge.relation;
        }
        return new Relation(edge.since, false, false, false, 0L);
    }

    private static Edge edge(Relation relation) {
        boolean ever = relation.getBarrierUntil() > 0;
        return new Edge(RelationRules.follows(relation) ? relation.getFollowedAt() : null, ever ? relation : null);
    }
}
