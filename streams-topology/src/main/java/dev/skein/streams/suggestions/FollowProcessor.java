package dev.skein.streams.suggestions;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.Followees;
import dev.skein.schemas.store.Hint;
import dev.skein.schemas.store.HintKind;
import dev.skein.schemas.store.Neighbours;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.Side;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At a person's shard: keeps how they stand to others. Whom they begin or cease to follow is told; whom they follow no
 * more suggests nobody to them.
 */
final class FollowProcessor extends ContextualProcessor<Long, FollowEvent, Long, Hint> {
    private final Side side;
    private KeyValueStore<IdPair, Relation> edges;
    private KeyValueStore<Long, Neighbours> neighbours;
    private KeyValueStore<IdPair, Followees> followeesOfFollowees;
    private KeyValueStore<Long, Long> stale;

    FollowProcessor(Side side) {
        this.side = side;
    }

    @Override
    public void init(ProcessorContext<Long, Hint> context) {
        super.init(context);
        edges = context.getStateStore(Stores.SUGGESTION_EDGES.name());
        neighbours = context.getStateStore(InnerStores.NEIGHBOURS.name());
        followeesOfFollowees = context.getStateStore(InnerStores.FOLLOWEES_OF_FOLLOWEES.name());
        stale = context.getStateStore(InnerStores.STALE_CANDIDATES.name());
    }

    @Override
    public void process(Record<Long, FollowEvent> record) {
        long person = record.key();
        long other = side.other(record.value());
        int change = side.keep(edges, person, record.value());
        if (change == 0) {
            return;
        }
        boolean follows = change > 0;
        Neighbours known = CandidateRules.known(neighbours.get(person));
        Neighbours now = CandidateRules.followee(known, other, follows);
        neighbours.put(person, now);
        List<Long> left = new ArrayList<>(known.getFollowees());
        left.removeAll(now.getFollowees());
        left.forEach(via -> forget(person, via, record.timestamp()));
        HintKind kind = follows ? HintKind.BEGAN : HintKind.CEASED;
        context().forward(record.withKey(other).withValue(new Hint(kind, List.of(person), other, List.of())));
    }

    private void forget(long person, long via, long timestamp) {
        followeesOfFollowees.delete(new IdPair(person, via));
        stale.put(person, timestamp);
    }
}
