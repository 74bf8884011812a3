package dev.skein.bench.marks;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Request;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Asks for pages over a number of connections, each for the next as soon as it has an answer. */
final class PageLoad {
    private static final int CONNECTIONS = 64;

    private final HttpLoop loop;
    private final Supplier<Request> next;
    private final long begin = System.nanoTime();
    private final long end;
    private final CompletableFuture<Double> finished;
    private int inFlight;
    private int pages;

    private PageLoad(HttpLoop loop, Supplier<Request> next, Duration time, CompletableFuture<Double> finished) {
        this.loop = loop;
        this.next = next;
        this.end = begin + time.toNanos();
        this.finished = finished;
    }

    /** How many pages a second were answered. */
    static double perSecond(HttpLoop loop, Supplier<Request> next, Duration time) {
        return loop.await(finished -> {
            PageLoad load = new PageLoad(loop, next, time, finished);
            for (int i = 0; i < CONNECTIONS; i++) {
                load.more();
            }
        });
    }

    private void more() {
        long now = System.nanoTime();
        if (now - end < 0) {
            inFlight++;
            loop.send(next.get(), this::answered);
        } else if (inFlight == 0) {
            finished.complete(pages / ((now - begin) / 1e9));
        }
    }

    private void answered(Answer answer) {
        inFlight--;
        if (answer.ok()) {
            pages++;
            more();
        } else {
            finished.completeExceptionally(new CallFailedException("reading a page", answer));
        }
    }
}
