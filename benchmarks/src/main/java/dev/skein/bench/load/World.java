package dev.skein.bench.load;

import dev.skein.bench.client.Api;
import dev.skein.bench.client.Batch;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.Credential;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Settling;
import dev.skein.bench.console.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.agrona.collections.LongArrayList;

/** The people of a graph in a running system, with a session each, and what they have posted. */
final class World {
    private static final int BULK_IN_FLIGHT = 4;
    private static final int SETTLED_CHECKED = 50;
    private static final Duration SETTLE_MAX = Duration.ofMinutes(3);

    private final Graph graph;
    private final Api api;
    private final long[] ids;
    private final Credential[] sessions;
    private final LongArrayList[] posted;

    private World(Graph graph, Api api, long[] ids, Credential[] sessions) {
        this.graph = graph;
        this.api = api;
        this.ids = ids;
        this.sessions = sessions;
        posted = new LongArrayList[ids.length];
    }

    /**
     * Registers the people, makes the edges, opens the sessions, and waits until all that is applied.
     *
     * @param prefix of the handles: those of one run are new
     */
    static World build(HttpLoop loop, Api api, String operatorToken, Graph graph, String prefix, PrintStream out) {
        Credential operator = Credential.bearer(operatorToken);
        long[] ids = new long[graph.people()];
        Credential[] sessions = new Credential[graph.people()];
        int batches = (graph.people() + Api.BULK_MAX - 1) / Api.BULK_MAX;
        try (Progress progress = Progress.start("people", "registered", graph.people(), out)) {
            Batch.run(
                    loop,
                    "registering people by the operator's path",
                    batches,
                    BULK_IN_FLIGHT,
                    batch -> api.registerAll(operator, people(batch, graph.people(), prefix)),
                    (batch, answer) -> {
                        List<Long> got = Json.ids(answer);
                        for (int i = 0; i < got.size(); i++) {
                            ids[batch * Api.BULK_MAX + i] = got.get(i);
                        }
                        progress.to(Math.min(graph.people(), (batch + 1) * Api.BULK_MAX));
                    });
        }
        try (Progress progress = Progress.start("sessions", "opened", graph.people(), out)) {
            Batch.run(
                    loop,
                    "opening sessions by the operator's path",
                    batches,
                    BULK_IN_FLIGHT,
                    batch -> api.openSessions(operator, slice(ids, batch)),
                    (batch, answer) -> {
                        List<String> tokens = Json.strings(answer, "token", 3);
                        for (int i = 0; i < tokens.size(); i++) {
                            sessions[batch * Api.BULK_MAX + i] = Credential.bearer(tokens.get(i));
                        }
                        progress.to(Math.min(graph.people(), (batch + 1) * Api.BULK_MAX));
                    });
        }
        World world = new World(graph, api, ids, sessions);
        world.makeEdges(loop, operator, out);
        return world;
    }

    private void makeEdges(HttpLoop loop, Credential operator, PrintStream out) {
        List<Api.Edge> edges = new ArrayList<>(graph.edges());
        for (int person = 0; person < graph.people(); person++) {
            for (int i = 0; i < graph.followersOf(person); i++) {
                edges.add(new Api.Edge(ids[graph.follower(person, i)], ids[person]));
            }
        }
        int batches = (edges.size() + Api.BULK_MAX - 1) / Api.BULK_MAX;
        try (Progress progress = Progress.start("follows", "edges", edges.size(), out)) {
            Batch.run(
                    loop,
                    "making follow edges by the operator's path",
                    batches,
                    BULK_IN_FLIGHT,
                    batch -> api.followAll(
                            operator,
                            edges.subList(batch * Api.BULK_MAX, Math.min(edges.size(), (batch + 1) * Api.BULK_MAX))),
                    (batch, answer) -> progress.to(Math.min(edges.size(), (batch + 1) * Api.BULK_MAX)));
            Map<Long, Integer> expected = new HashMap<>();
            for (int i = 0; i < SETTLED_CHECKED; i++) {
                int person = graph.people() - 1 - i * (graph.people() / SETTLED_CHECKED);
                expected.put(ids[person], graph.followersOf(person));
            }
            if (!Settling.awaitFollowers(loop, api, expected, SETTLE_MAX, () -> false)) {
                throw new CallFailedException("the follow edges cannot be seen after " + SETTLE_MAX.toSeconds() + " s");
            }
        }
    }

    Graph graph() {
        return graph;
    }

    Api api() {
        return api;
    }

    Credential session(int person) {
        return sessions[person];
    }

    /** Notes what was accepted. */
    void posted(int author, long tweetId) {
        LongArrayList tweets = posted[author];
        if (tweets == null) {
            tweets = new LongArrayList();
            posted[author] = tweets;
        }
        tweets.addLong(tweetId);
    }

    /** The newest tweets that must stand in a reader's home timeline, newest first. */
    long[] newestFor(int reader, int[] followees, int count) {
        return IntStream.concat(IntStream.of(followees), IntStream.of(reader))
                .mapToObj(author -> posted[author])
                .filter(tweets -> tweets != null)
                .flatMapToLong(tweets -> tweets.longStream())
                .map(id -> -id)
                .sorted()
                .limit(count)
                .map(id -> -id)
                .toArray();
    }

    /** Whom each of some readers follows. */
    Map<Integer, int[]> followees(int[] readers) {
        Map<Integer, List<Integer>> found = new HashMap<>();
        for (int reader : readers) {
            found.put(reader, new ArrayList<>());
        }
        for (int person = 0; person < graph.people(); person++) {
            for (int i = 0; i < graph.followersOf(person); i++) {
                List<Integer> followees = found.get(graph.follower(person, i));
                if (followees != null) {
                    followees.add(person);
                }
            }
        }
        Map<Integer, int[]> followees = new HashMap<>();
        found.forEach((reader, list) ->
                followees.put(reader, list.stream().mapToInt(Integer::intValue).toArray()));
        return followees;
    }

    private static List<Api.NewUser> people(int batch, int people, String prefix) {
        return IntStream.range(batch * Api.BULK_MAX, Math.min(people, (batch + 1) * Api.BULK_MAX))
                .mapToObj(i -> new Api.NewUser(prefix + i, "Reader " + i))
                .toList();
    }

    private static long[] slice(long[] ids, int batch) {
        return Arrays.copyOfRange(ids, batch * Api.BULK_MAX, Math.min(ids.length, (batch + 1) * Api.BULK_MAX));
    }
}
