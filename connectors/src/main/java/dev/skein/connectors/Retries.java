package dev.skein.connectors;

import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Trying a batch again: Connect keeps it, stops reading meanwhile, and hands it over again after a pause that doubles up to
 * half a minute.
 */
public final class Retries {

    private static final long PAUSE_MILLIS_MAX = 30_000;
    private static final int DOUBLINGS_MAX = 20;

    private final SinkTaskContext context;
    private final int triesMax;
    private final long firstPauseMillis;
    private int tries;

    /** @param triesMax after so many failures in a row the task fails */
    public Retries(SinkTaskContext context, int triesMax, long firstPauseMillis) {
        this.context = context;
        this.triesMax = triesMax;
        this.firstPauseMillis = firstPauseMillis;
    }

    /** What to throw for a failure that may pass. */
    public ConnectException failed(RetriableException failure) {
        if (tries >= triesMax) {
            return new ConnectException("given up after " + tries + " retries", failure);
        }
        context.timeout(Math.min(PAUSE_MILLIS_MAX, firstPauseMillis << Math.min(tries, DOUBLINGS_MAX)));
        tries++;
        return failure;
    }

    /** The batch is through. */
    public void succeeded() {
        tries = 0;
    }
}
