package dev.skein.streams.suggestions;

import dev.skein.catalog.InnerStores;
import dev.skein.schemas.store.Hint;
import dev.skein.schemas.store.HintKind;
import dev.skein.schemas.store.Neighbours;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At a followee's shard: keeps their newest followers, and tells a new one whom the followee follows. */
final class FollowerProcessor extends ContextualProcessor<Long, Hint, Long, Hint> {
    private KeyValueStore<Long, Neighbours> neighbours;

    @Override
    public void init(ProcessorContext<Long, Hint> context) {
        super.init(context);
        neighbours = context.getStateStore(InnerStores.NEIGHBOURS.name());
    }

    @Override
    public void process(Record<Long, Hint> record) {
        long followee = record.key();
        boolean follows = record.value().getKind() == HintKind.BEGAN;
        for (long follower : record.value().getPeople()) {
            Neighbours after = CandidateRules.follower(neighbours.get(followee), follower, follows);
            neighbours.put(followee, after);
            if (follows) {
                // Also when there are none: what they were told before they ceased to follow may still be on its way.
                Hint hint = new Hint(HintKind.ALL, List.of(follower), followee, CandidateRules.told(after));
                context().forward(record.withKey(follower).withValue(hint));
            }
        }
    }
}
