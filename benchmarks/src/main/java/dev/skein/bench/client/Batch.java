package dev.skein.bench.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Calls that do not depend on each other, so many at a time; what may do better later is tried again for a while. */
public final class Batch {
    /** Takes the answer to a call. */
    @FunctionalInterface
    public interface Taker {
        /** Takes it, on the loop's thread. */
        void take(int call, Answer answer);
    }

    private static final Duration RETRY_AFTER = Duration.ofMillis(300);
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);

    private final HttpLoop loop;
    private final String what;
    private final int count;
    private final IntFunction<Request> request;
    private final Taker taker;
    private final BooleanSupplier stopped;
    private final CompletableFuture<Boolean> finished;
    private int next;
    private int inFlight;

    private Batch(
            HttpLoop loop,
            String what,
            int count,
            IntFunction<Request> request,
            Taker taker,
            BooleanSupplier stopped,
            CompletableFuture<Boolean> finished) {
        this.loop = loop;
        this.what = what;
        this.count = count;
        this.request = request;
        this.taker = taker;
        this.stopped = stopped;
        this.finished = finished;
    }

    /**
     * Makes the calls and waits for all of them.
     *
     * @param what is done, for the message of a failure
     * @param count how many calls
     * @param inFlightMax how many at a time
     * @param stopped whether to make no more
     * @throws CallFailedException where one was refused
     */
    public static void run(
            HttpLoop loop,
            String what,
            int count,
            int inFlightMax,
            IntFunction<Request> request,
            Taker taker,
            BooleanSupplier stopped) {
        try {
            loop.<Boolean>await(finished -> {
                Batch batch = new Batch(loop, what, count, request, taker, stopped, finished);
                for (int i = 0; i < Math.max(1, Math.min(inFlightMax, count)); i++) {
                    batch.more();
                }
            });
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof CallFailedException refused) {
                throw refused;
            }
            throw e;
        }
    }

    /** Makes the calls and waits for all of them, come what may. */
    public static void run(
            HttpLoop loop, String what, int count, int inFlightMax, IntFunction<Request> request, Taker taker) {
        run(loop, what, count, inFlightMax, request, taker, () -> false);
    }

    private void more() {
        if (next < count && !stopped.getAsBoolean() && !finished.isDone()) {
            int call = next++;
            inFlight++;
            send(call, request.apply(call), System.nanoTime());
        } else if (inFlight == 0) {
            finished.complete(true);
        }
    }

    private void send(int call, Request bytes, long startedNanos) {
        loop.send(bytes, answer -> {
            boolean patient = System.nanoTime() - startedNanos < GIVE_UP_AFTER.toNanos();
            if (answer.ok()) {
                inFlight--;
                taker.take(call, answer);
                more();
            } else if (answer.worthRetrying() && patient && !stopped.getAsBoolean()) {
                Duration asked = Duration.ofSeconds(answer.retryAfterSeconds());
                loop.after(asked.isZero() ? RETRY_AFTER : asked, () -> send(call, bytes, startedNanos));
            } else {
                inFlight--;
                finished.completeExceptionally(new CallFailedException(what, answer));
            }
        });
    }
}
