package dev.skein.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/**
 * How far this process has applied its sources. A store that lacks a tweet may only say "not there" once it has applied
 * what was in the topic when it was asked. Safe for use by many threads.
 */
public final class Applied {
    /**
     * How far a partition is.
     *
     * @param nextOffset everything before it was applied
     * @param time of the newest record among these, milliseconds since 1970-01-01 UTC
     */
    public record Progress(long nextOffset, long time) {
        /** Nothing was applied. */
        static final Progress NONE = new Progress(0, 0);

        private Progress max(Progress other) {
            return new Progress(Math.max(nextOffset, other.nextOffset), Math.max(time, other.time));
        }
    }

    private final Map<TopicPartition, Progress> progress = new ConcurrentHashMap<>();

    /** A record was applied: all before it were, too. */
    public void applied(String topic, int partition, long offset, long time) {
        progress.merge(new TopicPartition(topic, partition), new Progress(offset + 1, time), Progress::max);
    }

    /** How far this process is; where it has applied nothing, at the beginning. */
    public Progress of(TopicPartition partition) {
        return progress.getOrDefault(partition, Progress.NONE);
    }

    /**
     * Waits until everything before {@code endOffset} was applied.
     *
     * @return whether it was, within {@code timeout}
     */
    public boolean await(TopicPartition partition, long endOffset, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (of(partition).nextOffset() < endOffset) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            // Asked only where a tweet is missing: a short look now and then costs nothing and needs no queue of
            // waiters.
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
