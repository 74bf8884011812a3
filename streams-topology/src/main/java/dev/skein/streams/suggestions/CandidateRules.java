package dev.skein.streams.suggestions;

import dev.skein.schemas.store.Candidate;
import dev.skein.schemas.store.Neighbours;
import dev.skein.schemas.store.PendingFollows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is suggested to whom, within bounds. Everything is a set: told twice it comes to the same. Lists go in and come out;
 * none is changed.
 */
public final class CandidateRules {
    /** So many of a person's followers are told of each of their follows: this is what a follow costs. */
    static final int FOLLOWERS_MAX = 25;
    /** So many of a person's followees a new follower is told. */
    static final int FOLLOWEES_MAX = 25;
    /** Who is followed by more of one's followees is no better for it. */
    static final int VIAS_MAX = 16;
    /** The best candidates of a person that are kept in any case. */
    static final int KEPT_MIN = 200;
    /** With more than these, the others are dropped: many at a time, for it takes sorting. */
    static final int KEPT_MAX = 250;

    /** Whom more of one's followees follow comes first, among equals who registered last. */
    public static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(CandidateRules::score)
            .thenComparingLong(Candidate::getId)
            .reversed();

    private static final Neighbours ALONE = new Neighbours(List.of(), List.of());
    private static final PendingFollows NOTHING = new PendingFollows(List.of(), List.of());

    private CandidateRules() {}

    /** How many of one's followees follow a candidate, up to a bound. */
    public static int score(Candidate candidate) {
        return candidate.getVias().size();
    }

    static Neighbours known(@Nullable Neighbours neighbours) {
        return neighbours == null ? ALONE : neighbours;
    }

    static Neighbours follower(@Nullable Neighbours before, long follower, boolean follows) {
        Neighbours n = known(before);
        return new Neighbours(newest(n.getFollowers(), follower, follows, FOLLOWERS_MAX), n.getFollowees());
    }

    static Neighbours followee(@Nullable Neighbours before, long followee, boolean follows) {
        Neighbours n = known(before);
        return new Neighbours(n.getFollowers(), newest(n.getFollowees(), followee, follows, FOLLOWEES_MAX));
    }

    static PendingFollows pending(@Nullable PendingFollows before, long followee, boolean follows) {
        PendingFollows p = before == null ? NOTHING : before;
        return new PendingFollows(
                newest(p.getBegan(), followee, follows, FOLLOWEES_MAX),
                newest(p.getCeased(), followee, !follows, FOLLOWEES_MAX));
    }

    private static List<Long> newest(List<Long> list, long id, boolean isIn, int max) {
        List<Long> after = new ArrayList<>(list.size() + 1);
        if (isIn) {
            after.add(id);
        }
        list.stream().filter(other -> other != id).limit(max - after.size()).forEach(after::add);
        return after;
    }

    /**
     * Somebody whom the person follows follows these.
     *
     * @param followees whom the person is known to follow: these make way first
     */
    static List<Candidate> add(
            List<Candidate> before, long person, long via, List<Long> candidates, List<Long> followees) {
        Map<Long, Integer> places = new HashMap<>();
        for (int place = 0; place < before.size(); place++) {
            places.put(before.get(place).getId(), place);
        }
        List<Candidate> after = new ArrayList<>(before);
        for (long id : candidates) {
            Integer place = places.get(id);
            if (id == person) {
                continue;
            }
            if (place == null) {
                places.put(id, after.size());
                after.add(new Candidate(id, List.of(via)));
            } else {
                after.set(place, with(after.get(place), via));
            }
        }
        return after.size() > KEPT_MAX ? best(after, new HashSet<>(followees)) : after;
    }

    private static Candidate with(Candidate candidate, long via) {
        List<Long> vias = candidate.getVias();
        if (vias.size() >= VIAS_MAX || vias.contains(via)) {
            return candidate;
        }
        List<Long> more = new ArrayList<>(vias);
        more.add(via);
        return new Candidate(candidate.getId(), more);
    }

    private static List<Candidate> best(List<Candidate> all, Set<Long> followees) {
        List<Candidate> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing((Candidate candidate) -> followees.contains(candidate.getId()))
                .thenComparing(BEST_FIRST));
        return sorted.subList(0, KEPT_MIN);
    }

    /** Somebody whom the person follows follows these no more. */
    static List<Candidate> drop(List<Candidate> before, long via, List<Long> candidates) {
        Set<Long> dropped = new HashSet<>(candidates);
        return without(before, via, dropped::contains);
    }

    /** The person follows somebody no more, and so nobody through them. */
    static List<Candidate> dropAll(List<Candidate> before, long via) {
        return without(before, via, candidate -> true);
    }

    private static List<Candidate> without(List<Candidate> before, long via, LongPredicate which) {
        List<Candidate> after = new ArrayList<>(before.size());
        for (Candidate candidate : before) {
            if (!which.test(candidate.getId()) || !candidate.getVias().contains(via)) {
                after.add(candidate);
            } else if (candidate.getVias().size() > 1) {
                List<Long> vias = new ArrayList<>(candidate.getVias());
                vias.remove(via);
                after.add(new Candidate(candidate.getId(), vias));
            }
        }
        return after;
    }
}
