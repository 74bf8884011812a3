package dev.skein.streams.suggestions;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.Candidate;
import dev.skein.schemas.store.Candidates;
import dev.skein.schemas.store.Followees;
import dev.skein.schemas.store.Hint;
import dev.skein.schemas.store.HintKind;
import dev.skein.schemas.store.Neighbours;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At the shard of those who are told: keeps whom each of their followees follows, and makes their candidates of that. Taking
 * in a hint is one small write, for there may be a hundred in a row; the candidates are made once for all of them, of some
 * people in a step. A hint through somebody unfollowed meanwhile is late.
 */
final class CandidateProcessor extends ContextualProcessor<Long, Hint, Void, Void> {
    static final Duration STEP = Duration.ofSeconds(1);
    /** Half a millisecond each. */
    static final int PEOPLE_PER_STEP_MAX = 10;

    private KeyValueStore<Long, Neighbours> neighbours;
    private KeyValueStore<IdPair, Followees> followeesOfFollowees;
    private KeyValueStore<Long, Long> stale;
    private KeyValueStore<Long, Candidates> candidates;
    private Turns<Long> turns;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        neighbours = context.getStateStore(InnerStores.NEIGHBOURS.name());
        followeesOfFollowees = context.getStateStore(InnerStores.FOLLOWEES_OF_FOLLOWEES.name());
        stale = context.getStateStore(InnerStores.STALE_CANDIDATES.name());
        turns = new Turns<>(stale, PEOPLE_PER_STEP_MAX);
        candidates = context.getStateStore(Stores.CANDIDATES.name());
        context.schedule(STEP, PunctuationType.WALL_CLOCK_TIME, now -> refreshSome());
    }

    @Override
    public void process(Record<Long, Hint> record) {
        Hint hint = record.value();
        for (long person : hint.getPeople()) {
            if (followees(person).contains(hint.getVia())) {
                IdPair key = new IdPair(person, hint.getVia());
                // What a whole list takes the place of need not be read.
                Followees before = hint.getKind() == HintKind.ALL ? null : followeesOfFollowees.get(key);
                followeesOfFollowees.put(key, CandidateRules.told(before, hint));
                stale.put(person, record.timestamp());
            }
        }
    }

    private List<Long> followees(long person) {
        return CandidateRules.known(neighbours.get(person)).getFollowees();
    }

    private void refreshSome() {
        for (KeyValue<Long, Long> each : turns.take()) {
            long person = each.key;
            List<Candidate> best = CandidateRules.best(person, byFollowee(person), followees(person));
            candidates.put(person, best.isEmpty() ? null : new Candidates(best));
        }
    }

    private Map<Long, List<Long>> byFollowee(long person) {
        Map<Long, List<Long>> all = new LinkedHashMap<>();
        try (KeyValueIterator<IdPair, Followees> rows =
                followeesOfFollowees.range(IdPair.from(person), IdPair.to(person))) {
            while (rows.hasNext()) {
                KeyValue<IdPair, Followees> row = rows.next();
                all.put(row.key.second(), row.value.getIds());
            }
        }
        return all;
    }
}
