package dev.skein.streams;

import dev.skein.catalog.IdPair;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.Relation;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One of the two whom a follow event concerns. How each stands to the other is kept at their own shard. */
public enum Side {
    /** Who acts: all their events change how they stand to the other. */
    ACTOR,
    /** To whom it is done: blocks and unblocks change how they stand to the one who acts. */
    TARGET;

    /** Who is on the other side. */
    public long other(FollowEvent event) {
        return this == ACTOR ? event.getTargetId() : event.getActorId();
    }

    /**
     * Keeps what the event changes; of strangers nothing is kept.
     *
     * @param person who is on this side
     * @return 1 if they follow the other from now on, -1 if they do not any more, 0 if that is as it was
     */
    public int keep(KeyValueStore<IdPair, Relation> relations, long person, FollowEvent event) {
        IdPair key = new IdPair(person, other(event));
        Relation before = relations.get(key);
        Relation after = this == ACTOR ? RelationRules.byActor(before, event) : RelationRules.byOther(before, event);
        if (after.equals(before)) {
            return 0;
        }
        if (RelationRules.strangers(after)) {
            relations.delete(key);
        } else {
            relations.put(key, after);
        }
        return follows(after) - follows(before);
    }

    private static int follows(@Nullable Relation relation) {
        return RelationRules.follows(relation) ? 1 : 0;
    }
}
