package dev.skein.query.hosting;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/** Tells whether "not there" counts. */
@FunctionalInterface
public interface Authority {
    /** Whether everything is applied that {@code source} held when this was asked, or becomes so within a time. */
    boolean within(Duration time, TopicPartition source);
}
