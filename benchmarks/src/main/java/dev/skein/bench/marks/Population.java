package dev.skein.bench.marks;

import dev.skein.bench.load.Graph;
import dev.skein.catalog.Id;
import java.util.BitSet;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.LongHashSet;

/**
 * People who registered over two years, and who follows whom. The same seed makes the same graph; ids end with the time at
 * which it is made.
 */
final class Population {
    private static final long TWO_YEARS_MILLIS = TimeUnit.DAYS.toMillis(2 * 365);

    private final Graph graph;
    private final long[] ids;

    private Population(Graph graph, long[] ids) {
        this.graph = graph;
        this.ids = ids;
    }

    /**
     * Makes people.
     *
     * @param nowMillis when the last of them registered at the latest
     */
    static Population of(int people, double meanFollowers, int mostFollowers, long seed, long nowMillis) {
        SplittableRandom random = new SplittableRandom(seed);
        Graph graph = Graph.powerLaw(people, meanFollowers, mostFollowers, seed);
        long[] ids = new long[people];
        LongHashSet taken = new LongHashSet(2 * people, 0.65f, true);
        long from = Math.max(Id.EPOCH_MILLIS, nowMillis - TWO_YEARS_MILLIS);
        for (int person = 0; person < people; person++) {
            do {
                long millis = from + random.nextLong(nowMillis - from);
                ids[person] = Id.of(
                        millis, random.nextInt(Id.SEQUENCES), random.nextInt(Id.WORKERS), random.nextInt(Id.SHARDS));
            } while (!taken.add(ids[person]));
        }
        return new Population(graph, ids);
    }

    int people() {
        return ids.length;
    }

    Graph graph() {
        return graph;
    }

    long id(int person) {
        return ids[person];
    }

    /** Who gets what a person tweets: the followers, and the person. */
    int readersOf(int person) {
        return graph.followersOf(person) + 1;
    }

    /** Whose tweets a person gets: those whom they follow, and their own. */
    BitSet readBy(int reader) {
        BitSet authors = new BitSet(people());
        authors.set(reader);
        for (int author = 0; author < people(); author++) {
            for (int i = 0; i < graph.followersOf(author); i++) {
                if (graph.follower(author, i) == reader) {
                    authors.set(author);
                }
            }
        }
        return authors;
    }

    String describe() {
        int most = 0;
        for (int person = 0; person < people(); person++) {
            most = Math.max(most, graph.followersOf(person));
        }
        return String.format(
                Locale.ROOT,
                "%,d people, %,d follow edges: %.1f followers in the mean, %,d at most",
                people(),
                graph.edges(),
                (double) graph.edges() / people(),
                most);
    }
}
