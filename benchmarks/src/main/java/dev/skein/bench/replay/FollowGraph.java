package dev.skein.bench.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

/** Who follows whom among the people of an activity, each edge once, none to oneself. */
public final class FollowGraph {
    private final LongArrayList edges;
    private final BadLines badLines;

    private FollowGraph(LongArrayList edges, BadLines badLines) {
        this.edges = edges;
        this.badLines = badLines;
    }

    /** Where nobody says who follows whom: one follows those whom one retweets. */
    public static FollowGraph fromRetweets(Activity activity) {
        LongArrayList edges = new LongArrayList();
        LongHashSet seen = new LongHashSet();
        for (int event = 0; event < activity.size(); event++) {
            int from = activity.from(event);
            int to = activity.to(event);
            if (activity.kind(event) == Activity.Kind.RT && from != to && seen.add(edge(from, to))) {
                edges.addLong(edge(from, to));
            }
        }
        return new FollowGraph(edges, new BadLines());
    }

    /**
     * Reads an edge list: {@code A B} on a line, A follows B. Edges of people who do not occur in the activity are left out.
     *
     * @param input plain or gzipped
     */
    public static FollowGraph read(InputStream input, Activity activity) throws IOException {
        LongArrayList edges = new LongArrayList();
        BadLines badLines = new BadLines();
        LineReader lines = new LineReader(input);
        while (lines.next()) {
            if (lines.length > 0 && lines.line[0] == '#') {
                continue;
            }
            int fromEnd = lines.fieldEnd(lines.fieldStart(0));
            int toStart = lines.fieldStart(fromEnd);
            int toEnd = lines.fieldEnd(toStart);
            long from = lines.digits(lines.fieldStart(0), fromEnd, Integer.MAX_VALUE);
            long to = lines.digits(toStart, toEnd, Integer.MAX_VALUE);
            if (lines.tooLong || from < 0 || to < 0 || lines.fieldStart(toEnd) != lines.length) {
                badLines.add(lines.number, "not two numbers of users");
                continue;
            }
            int follower = activity.user((int) from);
            int followee = activity.user((int) to);
            if (follower >= 0 && followee >= 0 && follower != followee) {
                edges.addLong(edge(follower, followee));
            }
        }
        return new FollowGraph(distinct(edges), badLines);
    }

    /** How many edges there are. */
    public int size() {
        return edges.size();
    }

    /** Who follows. */
    public int follower(int edge) {
        return (int) (edges.getLong(edge) >>> 32);
    }

    /** Who is followed. */
    public int followee(int edge) {
        return (int) edges.getLong(edge);
    }

    /** Differs where the edges differ. */
    public long fingerprint() {
        long print = edges.size();
        for (int edge = 0; edge < edges.size(); edge++) {
            print = Mix.of(print, edges.getLong(edge));
        }
        return print;
    }

    /** Lines of the edge list that did not parse. */
    public BadLines badLines() {
        return badLines;
    }

    private static LongArrayList distinct(LongArrayList edges) {
        long[] sorted = edges.toLongArray();
        Arrays.sort(sorted);
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return new LongArrayList(sorted, kept, Long.MIN_VALUE);
    }

    private static long edge(int follower, int followee) {
        return (long) follower << 32 | followee;
    }
}
