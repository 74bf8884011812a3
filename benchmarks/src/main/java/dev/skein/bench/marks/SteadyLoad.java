package dev.skein.bench.marks;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Tweets of people at random, at a steady rate, from a thread of its own. */
final class SteadyLoad implements AutoCloseable {
    private static final long PAUSE_NANOS = 1_000_000;

    /** Is told of a tweet now and then; on the writing thread, before the tweet is written. */
    @FunctionalInterface
    interface Taker {
        /**
         * A tweet is about to be written.
         *
         * @param dueNanos when it should have been, as nanoTime
         */
        void tweet(int author, long id, long dueNanos);
    }

    private final EventWriter writer;
    private final SplittableRandom random;
    private final double perSecond;
    private final long takenEvery;
    private final Taker taker;
    private final Thread thread = new Thread(this::write, "load");
    private volatile boolean ended;
    private volatile long written;
    private volatile long begin;

    /**
     * Prepares it.
     *
     * @param takenEvery of so many tweets one is told
     */
    SteadyLoad(EventWriter writer, SplittableRandom random, double perSecond, long takenEvery, Taker taker) {
        this.writer = writer;
        this.random = random;
        this.perSecond = perSecond;
        this.takenEvery = takenEvery;
        this.taker = taker;
    }

    void start() {
        begin = System.nanoTime();
        thread.start();
    }

    /** How many tweets were written each second so far. */
    double perSecond() {
        return written / ((System.nanoTime() - begin) / 1e9);
    }

    private void write() {
        long sent = 0;
        while (!ended) {
            long due = 1 + (long) ((System.nanoTime() - begin) / 1e9 * perSecond);
            for (; sent < due; sent++) {
                int author = random.nextInt(writer.population().people());
                long id = writer.nextId(writer.population().id(author));
                if (sent % takenEvery == 0) {
                    taker.tweet(author, id, begin + (long) (sent * 1e9 / perSecond));
                }
                writer.send(writer.tweet(author, id, random.nextInt(1 << 20)));
            }
            written = sent;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
