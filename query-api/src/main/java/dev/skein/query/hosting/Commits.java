package dev.skein.query.hosting;

import org.apache.kafka.common.TopicPartition;

/** How far an application has read a source. */
@FunctionalInterface
public interface Commits {
    /** Everything before this offset was read and its results are kept; 0 where nothing is known. */
    long committed(TopicPartition partition);
}
