package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.store.UserCounts;
import dev.skein.streams.BeforeCommit;
import dev.skein.streams.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps how a person stands to another, at that person's shard. When they begin or cease to follow, their own count
 * changes here, and the followee's is told as a {@link UserCounts} to add.
 */
final class FollowEdgeProcessor extends ContextualProcessor<Long, FollowEvent, Long, UserCounts> {
    /** Followees held at most; then what is held goes out before the commit. */
    private static final int HELD_MAX = 20_000;

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
        long change = side.keep(edges, person, event);
        if (change != 0) {
            counts.put(person, CountRules.plus(counts.get(person), CountRules.following(change)));
            followers.merge(side.other(event), change, Long::sum);
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
}
