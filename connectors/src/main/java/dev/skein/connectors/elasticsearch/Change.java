package dev.skein.connectors.elasticsearch;

import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record wants of an index.
 *
 * @param document in JSON; null deletes
 * @param version the index keeps the highest; empty: whatever comes last
 */
record Change(String index, String id, @Nullable String document, OptionalLong version, SinkRecord record) {}
