package dev.skein.bench.replay;

import dev.skein.bench.client.Api;
import dev.skein.bench.client.Batch;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.Credential;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Request;
import dev.skein.bench.client.Settling;
import dev.skein.bench.console.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run of a script: registers the people, makes the edges, makes the calls. */
public final class Replay {
    /**
     * How it is played.
     *
     * @param speed the original pace times this; 0 for as fast as it goes
     * @param inFlightMax how many calls at a time
     * @param stateFolder where journals lie
     */
    public record Options(Api api, String operatorToken, double speed, int inFlightMax, Path stateFolder) {}

    /**
     * How it ended.
     *
     * @param stopped why it ended before its end, or null
     * @param failures what was refused for good → how often, in this run
     */
    public record Result(Tally tally, Outcomes outcomes, @Nullable String stopped, Map<String, Integer> failures) {}

    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);
    private static final Duration EDGES_SETTLE_MAX = Duration.ofMinutes(2);
    private static final int BULK_IN_FLIGHT = 4;
    private static final int EDGES_CHECKED = 40;

    private final Script script;
    private final Options options;
    private final HttpLoop loop;
    private final PrintStream out;
    private final Outcomes outcomes;
    private volatile boolean interrupted;
    private volatile @Nullable CallRunner runner;

    /** Prepares a run. */
    public Replay(Script script, Options options, HttpLoop loop, PrintStream out) {
        this.script = script;
        this.options = options;
        this.loop = loop;
        this.out = out;
        this.outcomes = new Outcomes(script.plan());
    }

    /** Where the journal of this script lies. */
    public Path journalFile() {
        return options.stateFolder()
                .resolve(script.nameAt(options.api().ingest().toString()) + ".journal");
    }

    /** Lets what is under way end and stops; may be called on any thread. */
    public void interrupt() {
        interrupted = true;
        CallRunner running = runner;
        if (running != null) {
            loop.execute(() -> running.stop("interrupted"));
        }
    }

    /**
     * Plays, from the beginning or from where an earlier run stopped.
     *
     * @throws CallFailedException where people cannot be registered or edges not be made
     */
    public Result run() throws IOException {
        long[] userIds = registerUsers();
        if (interrupted) {
            return result(userIds, "interrupted", Map.of());
        }
        try (Journal journal = Journal.open(
                journalFile(),
                userIds.length == 0 ? 0 : userIds[0],
                outcomes,
                script.plan().size())) {
            if (journal.startedOver()) {
                out.println(
                        "What an earlier run left is of another system, or of this one before it was reset: beginning anew.");
            } else if (journal.resumed()) {
                out.printf("Going on where the last run stopped: %,d calls are done.%n", outcomes.doneCount());
            }
            boolean begun = outcomes.doneCount() > 0;
            makeEdges(userIds, journal);
            if (!begun && !interrupted) {
                awaitEdges(userIds);
            }
            CallRunner.Result played =
                    interrupted ? new CallRunner.Result("interrupted", Map.of()) : makeCalls(userIds, journal);
            return result(userIds, played.stopped(), played.failures());
        }
    }

    private Result result(long[] userIds, @Nullable String stopped, Map<String, Integer> failures) {
        return new Result(new Tally(script, outcomes, userIds), outcomes, stopped, new TreeMap<>(failures));
    }

    private long[] registerUsers() {
        int users = script.activity().users();
        long[] ids = new long[users];
        Credential operator = Credential.bearer(options.operatorToken());
        int batches = (users + Api.BULK_MAX - 1) / Api.BULK_MAX;
        try (Progress progress = Progress.start("people", "registered", users, out)) {
            int[] registered = {0};
            Batch.run(
                    loop,
                    "registering people by the operator's path",
                    batches,
                    BULK_IN_FLIGHT,
                    batch -> options.api().registerAll(operator, newUsers(batch)),
                    (batch, answer) -> {
                        List<Long> got = Json.ids(answer);
                        int first = batch * Api.BULK_MAX;
                        if (got.size() != Math.min(users - first, Api.BULK_MAX)) {
                            throw new CallFailedException("registering people answered " + got.size() + " of them");
                        }
                        for (int i = 0; i < got.size(); i++) {
                            ids[first + i] = got.get(i);
                        }
                        registered[0] += got.size();
                        progress.to(registered[0]);
                    },
                    () -> interrupted);
        }
        return ids;
    }

    private List<Api.NewUser> newUsers(int batch) {
        int first = batch * Api.BULK_MAX;
        List<Api.NewUser> users = new ArrayList<>();
        for (int user = first;
                user < Math.min(first + Api.BULK_MAX, script.activity().users());
                user++) {
            users.add(new Api.NewUser(
                    script.handle(user), "Person " + script.activity().number(user)));
        }
        return users;
    }

    private void makeEdges(long[] userIds, Journal journal) {
        FollowGraph graph = script.graph();
        int from = journal.edgesDone() / Api.BULK_MAX;
        int batches = (graph.size() + Api.BULK_MAX - 1) / Api.BULK_MAX - from;
        if (batches <= 0) {
            return;
        }
        Credential operator = Credential.bearer(options.operatorToken());
        try (Progress progress = Progress.start("follows", "edges", graph.size(), out)) {
            progress.startAt(journal.edgesDone());
            BitSet done = new BitSet();
            Batch.run(
                    loop,
                    "making follow edges by the operator's path",
                    batches,
                    BULK_IN_FLIGHT,
                    batch -> options.api().followAll(operator, edges(from + batch, userIds)),
                    (batch, answer) -> {
                        done.set(batch);
                        int edges = Math.min(graph.size(), (from + done.nextClearBit(0)) * Api.BULK_MAX);
                        journal.edges(edges);
                        progress.to(edges);
                    },
                    () -> interrupted);
        }
        journal.flush();
    }

    private List<Api.Edge> edges(int batch, long[] userIds) {
        FollowGraph graph = script.graph();
        int first = batch * Api.BULK_MAX;
        List<Api.Edge> edges = new ArrayList<>(Api.BULK_MAX);
        for (int edge = first; edge < Math.min(first + Api.BULK_MAX, graph.size()); edge++) {
            edges.add(new Api.Edge(userIds[graph.follower(edge)], userIds[graph.followee(edge)]));
        }
        return edges;
    }

    /** Home timelines can be checked only where all edges were there before the first tweet. */
    private void awaitEdges(long[] userIds) {
        FollowGraph graph = script.graph();
        int[] followers = new int[userIds.length];
        for (int edge = 0; edge < graph.size(); edge++) {
            followers[graph.followee(edge)]++;
        }
        Map<Long, Integer> expected = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(EDGES_CHECKED, graph.size()); i++) {
            // The last edges, and some of all.
            int edge = i % 2 == 0 ? graph.size() - 1 - i / 2 : (int) ((long) graph.size() * i / (EDGES_CHECKED + 1));
            expected.put(userIds[graph.followee(edge)], followers[graph.followee(edge)]);
        }
        boolean settled = Settling.awaitFollowers(loop, options.api(), expected, EDGES_SETTLE_MAX, () -> interrupted);
        if (!settled && !interrupted) {
            out.println("Not all follow edges can be seen after " + EDGES_SETTLE_MAX.toSeconds()
                    + " s; playing on, home timelines may miss tweets.");
        }
    }

    private CallRunner.Result makeCalls(long[] userIds, Journal journal) {
        Plan plan = script.plan();
        String key = "replay-" + script.nameAt(options.api().ingest().toString()) + "-";
        Pace pace = new Pace(script, outcomes, options.speed(), System.nanoTime());
        CallRunner.Setup setup = new CallRunner.Setup(
                loop,
                call -> request(call, userIds, key),
                pace::dueNanos,
                options.inFlightMax(),
                GIVE_UP_AFTER,
                journal.resumed());
        try (Progress progress = Progress.start("activity", "calls", plan.size(), out)) {
            progress.startAt(outcomes.doneCount() + outcomes.failedCount());
            return loop.await(finished -> {
                CallRunner made = new CallRunner(plan, userIds.length, outcomes, journal, setup, finished);
                runner = made;
                showProgress(progress, finished);
                made.start();
                if (interrupted) {
                    made.stop("interrupted");
                }
            });
        }
    }

    private void showProgress(Progress progress, CompletableFuture<?> finished) {
        progress.to(outcomes.doneCount() + outcomes.failedCount());
        if (!finished.isDone()) {
            loop.after(Duration.ofMillis(200), () -> showProgress(progress, finished));
        }
    }

    private Request request(int call, long[] userIds, String key) {
        Plan plan = script.plan();
        Credential who = Credential.actingAs(options.operatorToken(), userIds[plan.actor(call)]);
        return switch (plan.kind(call)) {
            case RETWEET -> options.api().retweet(who, outcomes.idOf(plan.target(call)));
            case REPLY -> options.api().post(who, script.text(call), outcomes.idOf(plan.target(call)), 0, key + call);
            case ORIGINAL, MENTION -> options.api().post(who, script.text(call), 0, 0, key + call);
        };
    }
}
