package dev.skein.connectors;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;

import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trying a batch again: Connect keeps it, stops reading meanwhile, and hands it over again after a pause that doubles up to
 * half a minute, or when it next commits offsets. What was in the way is said less and less often.
 */
public final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final long PAUSE_MILLIS_MAX = 30_000;
    private static final int DOUBLINGS_MAX = 20;

    private static final String TRIES = "max.retries";
    private static final String PAUSE = "retry.backoff.ms";

    private final SinkTaskContext context;
    private final int triesMax;
    private final long firstPauseMillis;
    private int tries;

    /** As the configuration has it. */
    public Retries(SinkTaskContext context, AbstractConfig config) {
        this.context = context;
        this.triesMax = config.getInt(TRIES);
        this.firstPauseMillis = config.getLong(PAUSE);
    }

    /**
     * The keys of a sink's configuration, named as Confluent's are; the sink adds its own.
     *
     * @param triesMax after so many failures in a row the task fails, unless it is configured otherwise
     */
    public static ConfigDef keys(int triesMax) {
        return new ConfigDef()
                .define(
                        TRIES,
                        INT,
                        triesMax,
                        atLeast(0),
                        LOW,
                        "How often in a row a batch is tried again before the task fails.")
                .define(
                        PAUSE,
                        LONG,
                        100L,
                        atLeast(0),
                        LOW,
                        "Milliseconds before the first of these; then twice as many.");
    }

    /**
     * What to throw for a failure that may pass.
     *
     * @param waiting what is tried again, such as "12 rows"
     */
    public ConnectException failed(RetriableException failure, String waiting) {
        if (tries >= triesMax) {
            return new ConnectException("given up after " + tries + " retries", failure);
        }
        context.timeout(Math.min(PAUSE_MILLIS_MAX, firstPauseMillis << Math.min(tries, DOUBLINGS_MAX)));
        tries++;
        if (Integer.bitCount(tries) == 1) {
            LOG.warn(
                    "{} wait, try {}: {}",
                    waiting,
                    tries,
                    String.valueOf(failure.getCause() == null ? failure : failure.getCause()));
        }
        return failure;
    }

    /** Whether a batch waits to be tried again. */
    public boolean pending() {
        return tries > 0;
    }

    /** The batch is through. */
    public void succeeded() {
        if (tries > 0) {
            LOG.info("they are through, after {} tries", tries + 1);
        }
        tries = 0;
    }
}
