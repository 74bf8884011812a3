package dev.skein.streams.suggestions;

import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.schemas.store.Hint;
import dev.skein.schemas.store.HintKind;
import dev.skein.schemas.store.Neighbours;
import dev.skein.schemas.store.PendingFollows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At a person's shard: tells their newest followers of their follows, one record for each partition of these. Follows are
 * gathered for a second: whoever follows a hundred people in a row tells their followers once. It goes on in steps, so that
 * a great many follows at once are told slowly instead of holding up the machine.
 */
final class TellFollowersProcessor extends ContextualProcessor<Long, Hint, Long, Hint> {
    static final Duration STEP = Duration.ofSeconds(1);
    /** In a step: little here, some tens of milliseconds where they are read, so that what users wait for goes first. */
    static final int PEOPLE_PER_STEP_MAX = 10;

    private final int partitions;
    private KeyValueStore<Long, PendingFollows> pending;
    private KeyValueStore<Long, Neighbours> neighbours;
    private Turns<PendingFollows> turns;

    TellFollowersProcessor(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, Hint> context) {
        super.init(context);
        pending = context.getStateStore(InnerStores.PENDING_FOLLOWS.name());
        turns = new Turns<>(pending, PEOPLE_PER_STEP_MAX);
        neighbours = context.getStateStore(InnerStores.NEIGHBOURS.name());
        context.schedule(STEP, PunctuationType.WALL_CLOCK_TIME, this::tellSome);
    }

    @Override
    public void process(Record<Long, Hint> record) {
        boolean follows = record.value().getKind() == HintKind.BEGAN;
        for (long person : record.value().getPeople()) {
            pending.put(person, CandidateRules.pending(pending.get(person), record.key(), follows));
        }
    }

    private void tellSome(long now) {
        for (KeyValue<Long, PendingFollows> each : turns.take()) {
            for (List<Long> people :
                    byPartition(CandidateRules.known(neighbours.get(each.key)).getFollowers())) {
                tell(HintKind.ADD, people, each.key, each.value.getBegan(), now);
                tell(HintKind.DROP, people, each.key, each.value.getCeased(), now);
            }
        }
    }

    private void tell(HintKind kind, List<Long> people, long via, List<Long> candidates, long now) {
        if (!candidates.isEmpty()) {
            context().forward(new Record<>(people.get(0), new Hint(kind, people, via, candidates), now));
        }
    }

    private Collection<List<Long>> byPartition(List<Long> people) {
        TreeMap<Integer, List<Long>> parts = new TreeMap<>();
        people.forEach(person -> parts.computeIfAbsent(Id.partition(person, partitions), part -> new ArrayList<>())
                .add(person));
        return parts.values();
    }
}
