package dev.skein.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far this process has applied its sources. A store that lacks a tweet may only say "not there" once it has applied
 * what was in the topic when it was asked. Safe for use by many threads.
 */
public final class Applied {
    private final Map<TopicPartition, Long> nextOffsets = new ConcurrentHashMap<>();

    /** A record was applied: all before it were, too. */
    public void applied(String topic, int partition, long offset) {
        nextOffsets.merge(new TopicPartition(topic, partition), offset + 1, Math::max);
    }

    /**
     * Waits until everything before {@code endOffset} was applied.
     *
     * @return whether it was, within {@code timeout}
     */
    public boolean await(TopicPartition partition, long endOffset, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (nextOffsets.getOrDefault(partition, 0L) < endOffset) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            // Asked only where a tweet is missing: a short look now and then costs nothing and needs no queue of
            // waiters.
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
