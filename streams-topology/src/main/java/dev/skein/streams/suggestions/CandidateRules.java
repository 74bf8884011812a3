package dev.skein.streams.suggestions;

import dev.skein.schemas.store.Candidate;
import dev.skein.schemas.store.Followees;
import dev.skein.schemas.store.Hint;
import dev.skein.schemas.store.Neighbours;
import dev.skein.schemas.store.PendingFollows;
import dev.skein.streams.BadRecordException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is suggested to whom, within bounds. Everything is a set: told twice it comes to the same. Lists go in and come out;
 * none is changed.
 */
public final class CandidateRules {
    /** So many of a person's followers are told of each of their follows: this is what a follow costs. */
    static final int FOLLOWERS_MAX = 25;
    /** So many of a person's followees suggest others to them: this is what is kept for each person. */
    static final int FOLLOWEES_MAX = 50;
    /** So many of their followees these tell of. */
    static final int TOLD_MAX = 25;
    /** Who is followed by more of one's followees is no better for it. */
    static final int VIAS_MAX = 16;
    /** The best candidates of a person, which are kept. */
    static final int KEPT_MAX = 100;

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

    /** Those of a person's followees whom a new follower is told. */
    static List<Long> told(Neighbours neighbours) {
        return neighbours.getFollowees().stream().limit(TOLD_MAX).toList();
    }

    static PendingFollows pending(@Nullable PendingFollows before, long followee, boolean follows) {
        PendingFollows p = before == null ? NOTHING : before;
        return new PendingFollows(
                newest(p.getBegan(), followee, follows, TOLD_MAX), newest(p.getCeased(), followee, !follows, TOLD_MAX));
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
     * Whom a followee follows, with what one is told now.
     *
     * @return null where that is nobody, as far as one was told
     */
    static @Nullable Followees told(@Nullable Followees before, Hint hint) {
        List<Long> known = before == null ? List.of() : before.getIds();
        List<Long> after =
                switch (hint.getKind()) {
                    case ALL -> hint.getCandidates();
                    case ADD ->
                        Stream.concat(hint.getCandidates().stream(), known.stream())
                                .distinct()
                                .limit(TOLD_MAX)
                                .toList();
                    case DROP ->
                        known.stream()
                                .filter(id -> !hint.getCandidates().contains(id))
                                .toList();
                    case BEGAN, CEASED -> throw new BadRecordException("a hint to a followee, not to a follower");
                };
        return after.isEmpty() ? null : new Followees(after);
    }

    /**
     * Whom a person may want to follow, the best first.
     *
     * @param byFollowee whom each of their followees follows
     * @param followees whom the person is known to follow: these come last
     */
    static List<Candidate> best(long person, Map<Long, List<Long>> byFollowee, List<Long> followees) {
        Map<Long, Candidate> all = new HashMap<>();
        byFollowee.forEach((via, ids) -> {
            for (long id : ids) {
                List<Long> vias = all.computeIfAbsent(id, any -> new Candidate(id, new ArrayList<>()))
                        .getVias();
                if (vias.size() < VIAS_MAX) {
                    vias.add(via);
                }
            }
        });
        all.remove(person);
        Set<Long> known = new HashSet<>(followees);
        return all.values().stream()
                .sorted(Comparator.comparing((Candidate candidate) -> known.contains(candidate.getId()))
                        .thenComparing(BEST_FIRST))
                .limit(KEPT_MAX)
                .toList();
    }
}
