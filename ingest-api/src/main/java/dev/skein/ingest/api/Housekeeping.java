package dev.skein.ingest.api;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for what nobody waits for. What fails is logged and left: nothing here is needed for an answer to be right. */
public final class Housekeeping implements AutoCloseable {
    private static final int QUEUE = 10_000;
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread housekeeping = new Thread(work, "housekeeping");
        housekeeping.setDaemon(true);
        return housekeeping;
    });

    /** Does {@code work} when there is time, or not at all if too much has piled up. */
    public void soon(Runnable work) {
        if (thread.getQueue().size() < QUEUE) {
            try {
                thread.execute(() -> guarded(work));
            } catch (RejectedExecutionException e) {
                log.debug("Closing: left undone");
            }
        }
    }

    /** Does {@code work} now and then. */
    public void every(Duration pause, Runnable work) {
        // The work guards itself: there is nothing to wait for.
        var unused = thread.scheduleWithFixedDelay(() -> guarded(work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.warn("Housekeeping failed: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
