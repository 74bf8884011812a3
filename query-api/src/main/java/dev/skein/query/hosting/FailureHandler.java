package dev.skein.query.hosting;

import dev.skein.catalog.App;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what {@link FailureRules} decide when a stream thread has died. Called on the thread that dies. */
final class FailureHandler implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final App app;
    private final CompletableFuture<ExitReason> exit;
    private final CountDownLatch closing;
    private final Clock clock;
    private final FailureRules rules = new FailureRules();

    FailureHandler(App app, CompletableFuture<ExitReason> exit, CountDownLatch closing, Clock clock) {
        this.app = app;
        this.exit = exit;
        this.closing = closing;
        this.clock = clock;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        switch (rules.decide(failure, clock.millis())) {
            case REPLACE -> {
                LOG.warn("{}: a thread stopped and is replaced", app, failure);
                pause();
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            case GIVE_UP -> {
                LOG.error("{}: trouble does not pass", app, failure);
                exit.complete(ExitReason.TROUBLE_PERSISTS);
            }
            case STOP -> {
                LOG.error("{}: cannot go on", app, failure);
                exit.complete(ExitReason.TOPOLOGY_FAILED);
            }
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** An application that did not come to have threads, for which nothing can take over. */
    void notStarted(Throwable failure) {
        LOG.error("{}: cannot start", app, failure);
        exit.complete(FailureRules.mayPass(failure) ? ExitReason.TROUBLE_PERSISTS : ExitReason.TOPOLOGY_FAILED);
    }

    /** So that trouble is not met at full speed; ends early when the process stops. */
    private void pause() {
        try {
            if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{}: stopping", app);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
