package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.store.UserCounts;
import dev.skein.streams.BeforeCommit;
import dev.skein.streams.RelationRules;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how a person stands to another, at that person's shard. When they begin or cease to follow, their own count
 * changes here, and the followee's is told as a {@link UserCounts} to add.
 */
final class FollowEdgeProcessor extends ContextualProcessor<Long, FollowEvent, Long, UserCounts> {
    /** Followees held at most; then what is held goes out before the commit. */
    private static final int HELD_MAX = 20_000;

    /** Whose edge an event is applied to. */
    enum Side {
        /** The one who acts: all their events. */
        ACTOR,
        /** The one to whom it is done: blocks and unblocks. */
        TARGET
    }

    private final Side side;
    /** Followee → by how many their followers are more since the last commit: one record, however many follow. */
    private final Map<Long, Long> followers = new LinkedHashMap<>();

    private long time;
    private KeyValueStore<IdPair, Relation> edges;
    private KeyValueStore<Long, UserCounts> counts;

    FollowEdgeProcessor(Side side) {
        this.side = side;
    }

    /** In the topology. */
    static String outgoing(Side side) {
        return side == Side.ACTOR ? "outgoing-followers-of-actor" : "outgoing-followers-of-blocked";
    }

    /** Whether the event changes something at the target's shard. */
    static boolean concernsTarget(Long actor, FollowEvent event) {
        return event.getKind() == FollowEventKind.BLOCK || event.getKind() == FollowEventKind.UNBLOCK;
    }

    @Override
    public void init(ProcessorContext<Long, UserCounts> context) {
        super.init(context);
        edges = context.getStateStore(Stores.FOLLOW_EDGES.name());
        counts = context.getStateStore(Stores.USER_COUNTS.name());
        followers.clear();
        BeforeCommit commit = context.getStateStore(outgoing(side));
        commit.call(context, this::flush);
    }

    @Override
    public void process(Record<Long, FollowEvent> record) {
        FollowEvent event = record.value();
        long person = record.key();
        long other = side == Side.ACTOR ? event.getTargetId() : event.getActorId();
        IdPair key = new IdPair(person, other);
        Relation before = edges.get(key);
        Relation after =
                side == Side.ACTOR ? RelationRules.byActor(before, event) : RelationRules.byOther(before, event);
        if (after.equals(before)) {
            return;
        }
        if (RelationRules.strangers(after)) {
            edges.delete(key);
        } else {
            edges.put(key, after);
        }
        long change = count(after) - count(before);
        if (change != 0) {
            counts.put(person, CountRules.plus(counts.get(person), CountRules.following(change)));
            followers.merge(other, change, Long::sum);
            time = Math.max(time, record.timestamp());
            if (followers.size() >= HELD_MAX) {
                flush();
            }
        }
    }

    private void flush() {
        followers.forEach((followee, change) -> {
            if (change != 0) {
                context().forward(new Record<>(followee, CountRules.followers(change), time));
            }
        });
        followers.clear();
    }

    private static long count(@Nullable Relation relation) {
        return RelationRules.follows(relation) ? 1 : 0;
    }
}
