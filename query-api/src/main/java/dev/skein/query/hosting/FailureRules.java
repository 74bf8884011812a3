package dev.skein.query.hosting;

import dev.skein.catalog.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;

/**
 * What becomes of an application whose thread died. Trouble that may pass (a broker or the registry does not answer) gets
 * another thread, which begins where the last commit was; too many of these in a row, and anything else, end the process.
 */
final class FailureRules {
    /** What to do. */
    enum Decision {
        /** Another thread takes over. */
        REPLACE,
        /** The process ends: {@link ExitReason#TROUBLE_PERSISTS}. */
        GIVE_UP,
        /** The process ends: {@link ExitReason#TOPOLOGY_FAILED}. */
        STOP
    }

    private static final int REPLACEMENTS_MAX = 60;
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final int CAUSES_MAX = 32;

    private final Deque<Long> replacedMillis = new ArrayDeque<>();

    synchronized Decision decide(Throwable failure, long nowMillis) {
        if (!mayPass(failure)) {
            return Decision.STOP;
        }
        while (!replacedMillis.isEmpty() && replacedMillis.peekFirst() < nowMillis - WITHIN.toMillis()) {
            replacedMillis.removeFirst();
        }
        if (replacedMillis.size() >= REPLACEMENTS_MAX) {
            return Decision.GIVE_UP;
        }
        replacedMillis.addLast(nowMillis);
        return Decision.REPLACE;
    }

    /** Whether it is trouble with another server, which may be over at the next attempt. */
    static boolean mayPass(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof RetriableException
                    || cause instanceof MissingSourceTopicException
                    || cause instanceof SchemaRegistry.RegistryException
                    || UnexpectedAnswer.mayPass(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
