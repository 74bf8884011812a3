package dev.skein.bench.replay;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of a plan. Those of one person come one after the other, in the plan's order; a reply or a retweet comes
 * after its tweet has been answered; apart from that, as many are under way as are allowed. Everything here runs on the
 * loop's thread.
 */
final class CallRunner {
    /** How far a call may run ahead of the oldest that is open: bounds how much the order is stirred. */
    static final int WINDOW = 8192;

    private static final Duration RETRY_AFTER = Duration.ofMillis(200);
    private static final Duration FLUSH_EVERY = Duration.ofMillis(200);
    private static final int KINDS_OF_FAILURE_MAX = 20;
    private static final int NONE = -1;

    /**
     * How a run ended.
     *
     * @param stopped why it ended before its end, or null
     * @param failures what was refused for good → how often
     */
    record Result(@Nullable String stopped, Map<String, Integer> failures) {}

    /**
     * What a run needs.
     *
     * @param dueNanos when a call may be made, on the scale of {@link System#nanoTime()}
     * @param giveUpAfter how long to go on trying a call that gets no answer, or a server's trouble for one
     */
    record Setup(
            HttpLoop loop,
            IntFunction<Request> request,
            IntToLongFunction dueNanos,
            int inFlightMax,
            Duration giveUpAfter,
            boolean mayHaveBeenSent) {}

    private final Plan plan;
    private final Outcomes outcomes;
    private final Journal journal;
    private final Setup setup;
    private final CompletableFuture<Result> finished;
    private final int[] lastCallOf;
    private final int[] firstWaiter;
    private final int[] nextWaiter;
    private final byte[] waitsFor;
    private final long[] firstSentNanos;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final int unsureBelow;
    private int nextToAdmit;
    private int oldestOpen;
    private int inFlight;
    private boolean timerSet;
    private @Nullable String stopped;

    CallRunner(
            Plan plan, int users, Outcomes outcomes, Journal journal, Setup setup, CompletableFuture<Result> finished) {
        this.plan = plan;
        this.outcomes = outcomes;
        this.journal = journal;
        this.setup = setup;
        this.finished = finished;
        lastCallOf = filled(users);
        firstWaiter = filled(plan.size());
        nextWaiter = filled(2 * plan.size());
        waitsFor = new byte[plan.size()];
        firstSentNanos = new long[plan.size()];
        unsureBelow = setup.mayHaveBeenSent() ? highestDone() + WINDOW : 0;
    }

    void start() {
        flushRegularly();
        pump();
    }

    /** Makes no more calls and ends when those under way are answered. */
    void stop(String why) {
        if (stopped == null) {
            stopped = why;
        }
        endIfIdle();
    }

    private void pump() {
        admit();
        while (stopped == null && inFlight < setup.inFlightMax() && !ready.isEmpty()) {
            int call = ready.remove();
            int needed = plan.needs(call);
            if (needed != NONE && !outcomes.isDone(plan.callOf(needed))) {
                fail(call, "not made, the tweet it needs was refused");
            } else {
                inFlight++;
                firstSentNanos[call] = System.nanoTime();
                send(call, setup.request().apply(call), System.currentTimeMillis());
            }
            admit();
        }
        endIfIdle();
    }

    private void admit() {
        while (nextToAdmit < plan.size()
                && nextToAdmit - oldestOpen < WINDOW
                && ready.size() < setup.inFlightMax()
                && stopped == null) {
            int call = nextToAdmit;
            if (outcomes.state(call) == Outcomes.State.OPEN) {
                long due = setup.dueNanos().applyAsLong(call);
                if (due - System.nanoTime() > 0) {
                    wakeAt(due);
                    return;
                }
                awaitOthers(call);
            }
            nextToAdmit++;
            advanceOldest();
        }
    }

    private void awaitOthers(int call) {
        int actor = plan.actor(call);
        await(call, lastCallOf[actor], 0);
        lastCallOf[actor] = call;
        int needed = plan.needs(call);
        await(call, needed == NONE ? NONE : plan.callOf(needed), 1);
        if (waitsFor[call] == 0) {
            ready.add(call);
        }
    }

    private void await(int call, int other, int slot) {
        if (other != NONE && outcomes.state(other) == Outcomes.State.OPEN) {
            waitsFor[call]++;
            nextWaiter[2 * call + slot] = firstWaiter[other];
            firstWaiter[other] = 2 * call + slot;
        }
    }

    private void send(int call, Request request, long sentMillis) {
        setup.loop().send(request, answer -> answered(call, request, sentMillis, answer));
    }

    private void answered(int call, Request request, long sentMillis, Answer answer) {
        if (answer.ok()) {
            long id = plan.tweet(call) == NONE ? 0 : Json.id(answer);
            int took = (int) ((System.nanoTime() - firstSentNanos[call]) / 1_000_000) + 1;
            long sent = call < unsureBelow ? 0 : sentMillis;
            outcomes.done(call, id, sent, took);
            journal.callDone(call, id, sent, took);
            inFlight--;
            release(call);
        } else if (!answer.worthRetrying()) {
            inFlight--;
            fail(call, answer.describe());
        } else if (stopped != null) {
            inFlight--;
        } else if (System.nanoTime() - firstSentNanos[call]
                        > setup.giveUpAfter().toNanos()
                && answer.status() != 429) {
            inFlight--;
            stop("no good answer for " + setup.giveUpAfter().toSeconds() + " s: " + answer.describe());
        } else {
            Duration pause = Duration.ofSeconds(answer.retryAfterSeconds());
            setup.loop().after(pause.isZero() ? RETRY_AFTER : pause, () -> resend(call, request, sentMillis));
            return;
        }
        pump();
    }

    private void resend(int call, Request request, long sentMillis) {
        if (stopped == null) {
            send(call, request, sentMillis);
        } else {
            inFlight--;
            endIfIdle();
        }
    }

    private void fail(int call, String why) {
        outcomes.failed(call);
        journal.callFailed(call);
        String kept = failures.size() < KINDS_OF_FAILURE_MAX || failures.containsKey(why) ? why : "other reasons";
        failures.merge(kept, 1, Integer::sum);
        release(call);
    }

    private void release(int call) {
        for (int node = firstWaiter[call]; node != NONE; node = nextWaiter[node]) {
            int waiter = node / 2;
            if (--waitsFor[waiter] == 0) {
                ready.add(waiter);
            }
        }
        firstWaiter[call] = NONE;
        advanceOldest();
    }

    private void advanceOldest() {
        while (oldestOpen < nextToAdmit && outcomes.state(oldestOpen) != Outcomes.State.OPEN) {
            oldestOpen++;
        }
    }

    private void wakeAt(long nanos) {
        if (!timerSet) {
            timerSet = true;
            setup.loop().at(nanos, () -> {
                timerSet = false;
                pump();
            });
        }
    }

    private void flushRegularly() {
        if (!finished.isDone()) {
            journal.flush();
            setup.loop().after(FLUSH_EVERY, this::flushRegularly);
        }
    }

    private void endIfIdle() {
        boolean all = oldestOpen == plan.size();
        if (inFlight == 0 && (all || stopped != null) && !finished.isDone()) {
            journal.flush();
            finished.complete(new Result(all ? null : stopped, Map.copyOf(failures)));
        }
    }

    private int highestDone() {
        int call = plan.size() - 1;
        while (call >= 0 && outcomes.state(call) == Outcomes.State.OPEN) {
            call--;
        }
        return call;
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }
}
