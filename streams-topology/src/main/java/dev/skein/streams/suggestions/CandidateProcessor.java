package dev.skein.streams.suggestions;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.Candidate;
import dev.skein.schemas.store.Candidates;
import dev.skein.schemas.store.Hint;
import dev.skein.schemas.store.Neighbours;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.BadRecordException;
import dev.skein.streams.RelationRules;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the shard of those who are told: keeps whom their followees follow. A hint through somebody unfollowed meanwhile is late. */
final class CandidateProcessor extends ContextualProcessor<Long, Hint, Void, Void> {
    private KeyValueStore<IdPair, Relation> edges;
    private KeyValueStore<Long, Neighbours> neighbours;
    private KeyValueStore<Long, Candidates> candidates;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        edges = context.getStateStore(Stores.SUGGESTION_EDGES.name());
        neighbours = context.getStateStore(InnerStores.NEIGHBOURS.name());
        candidates = context.getStateStore(Stores.CANDIDATES.name());
    }

    @Override
    public void process(Record<Long, Hint> record) {
        Hint hint = record.value();
        for (long person : hint.getPeople()) {
            if (RelationRules.follows(edges.get(new IdPair(person, hint.getVia())))) {
                Candidates known = candidates.get(person);
                List<Candidate> after = after(known == null ? List.of() : known.getCandidates(), person, hint);
                candidates.put(person, after.isEmpty() ? null : new Candidates(after));
            }
        }
    }

    private List<Candidate> after(List<Candidate> before, long person, Hint hint) {
        long via = hint.getVia();
        return switch (hint.getKind()) {
            case ALL -> add(CandidateRules.dropAll(before, via), person, hint);
            case ADD -> add(before, person, hint);
            case DROP -> CandidateRules.drop(before, via, hint.getCandidates());
            case BEGAN, CEASED -> throw new BadRecordException("a hint to a followee, not to a follower");
        };
    }

    private List<Candidate> add(List<Candidate> before, long person, Hint hint) {
        List<Long> followees = CandidateRules.known(neighbours.get(person)).getFollowees();
        return CandidateRules.add(before, person, hint.getVia(), hint.getCandidates(), followees);
    }
}
