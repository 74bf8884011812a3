/** The way into Kafka: {@link dev.skein.ingest.events.EventLog} writes an event to the partition of its shard and says when it is safe. */
@NullMarked
package dev.skein.ingest.events;

import org.jspecify.annotations.NullMarked;
