package dev.skein.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One thread that sends requests, takes answers and runs timers. Callbacks run on it: they must not wait, and they need
 * no locks among themselves. An exception in a callback is a bug: it ends the loop and comes out of {@link #await}.
 */
public final class HttpLoop implements AutoCloseable {
    private record Timer(long atNanos, long order, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.signum(atNanos - other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final long DEADLINE_CHECK_NANOS = 100_000_000;

    private final Selector selector;
    private final Thread thread;
    private final int connectionsPerOrigin;
    private final Duration timeout;
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private final Map<Long, CompletableFuture<?>> awaited = new ConcurrentHashMap<>();
    private final AtomicLong awaitedMade = new AtomicLong();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Map<Origin, Pool> pools = new HashMap<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
    private long timersMade;
    private volatile boolean closed;

    /**
     * Starts the loop.
     *
     * @param connectionsPerOrigin the most connections to one origin; what is sent beyond them waits its turn
     * @param timeout how long an answer may take, counted from when the request was handed in
     */
    public HttpLoop(int connectionsPerOrigin, Duration timeout) {
        this.connectionsPerOrigin = connectionsPerOrigin;
        this.timeout = timeout;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "http-loop");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends a request; the answer, or the reason why there is none, comes to the callback, on the loop's thread. */
    public void send(Request request, Consumer<Answer> done) {
        Connection.Exchange exchange = new Connection.Exchange(request, done, System.nanoTime() + timeout.toNanos());
        if (Thread.currentThread() == thread) {
            pool(request.origin()).send(exchange);
        } else {
            execute(() -> pool(request.origin()).send(exchange));
        }
    }

    /** Runs something on the loop's thread, soon. */
    public void execute(Runnable action) {
        handedOver.add(action);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /** Runs something at a time on the scale of {@link System#nanoTime()}; to be called on the loop's thread. */
    public void at(long nanoTime, Runnable action) {
        timers.add(new Timer(nanoTime, timersMade++, action));
    }

    /** Runs something after a while; to be called on the loop's thread. */
    public void after(Duration delay, Runnable action) {
        at(System.nanoTime() + delay.toNanos(), action);
    }

    /** Waits, on another thread, for the answer to one request. */
    public Answer call(Request request) {
        return await(result -> send(request, result::complete));
    }

    /** Starts something on the loop's thread and waits, on another, until it completes the future. */
    public <T> T await(Consumer<CompletableFuture<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        long number = awaitedMade.getAndIncrement();
        awaited.put(number, result);
        if (closed) {
            throw new IllegalStateException("the loop is closed");
        }
        execute(() -> work.accept(result));
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the loop", e);
        } finally {
            awaited.remove(number);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        if (Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        Throwable why = new IllegalStateException("the loop is closed");
        try {
            long nextCheck = System.nanoTime() + DEADLINE_CHECK_NANOS;
            while (!closed) {
                select();
                runHandedOver();
                long now = System.nanoTime();
                runTimers(now);
                if (now - nextCheck >= 0) {
                    nextCheck = now + DEADLINE_CHECK_NANOS;
                    pools.values().forEach(pool -> pool.checkDeadlines(now));
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            why = e;
        } finally {
            closed = true;
            for (SelectionKey key : selector.keys()) {
                try {
                    key.channel().close();
                } catch (IOException e) {
                    why.addSuppressed(e);
                }
            }
            for (CompletableFuture<?> waiting : awaited.values()) {
                waiting.completeExceptionally(why);
            }
        }
    }

    private void select() throws IOException {
        Timer next = timers.peek();
        long waitNanos = next == null ? DEADLINE_CHECK_NANOS : next.atNanos() - System.nanoTime();
        Consumer<SelectionKey> ready = key -> ((Connection) key.attachment()).ready(scratch);
        if (!handedOver.isEmpty() || waitNanos <= 0) {
            selector.selectNow(ready);
        } else {
            // The selector counts whole milliseconds. A timer may come one late: spinning would cost a core.
            selector.select(ready, Math.max(1, Math.min(waitNanos, DEADLINE_CHECK_NANOS) / 1_000_000));
        }
    }

    private void runHandedOver() {
        // Only what is there now: what these hand over in turn must not keep the loop from its connections.
        for (int left = handedOver.size(); left > 0; left--) {
            Runnable action = handedOver.poll();
            if (action == null) {
                return;
            }
            action.run();
        }
    }

    private void runTimers(long now) {
        for (Timer next = timers.peek(); next != null && next.atNanos() - now <= 0; next = timers.peek()) {
            timers.poll();
            next.action().run();
        }
    }

    private Pool pool(Origin origin) {
        return pools.computeIfAbsent(origin, o -> new Pool(o, selector, connectionsPerOrigin));
    }
}
