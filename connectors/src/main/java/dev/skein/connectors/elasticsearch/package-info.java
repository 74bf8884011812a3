/**
 * A sink for Elasticsearch: upserts and deletes in bulk, each with the version of what it carries.
 *
 * <p>{@code ElasticsearchSinkTask.put} turns records into {@code Change}s, {@code Bulk} sends them and says what became of
 * each. A change that is older than what the index holds is refused by the index itself (external versions), so that replays
 * and reordering change nothing. Configuration keys are those of Confluent's sink, which can take its place.
 */
@NullMarked
package dev.skein.connectors.elasticsearch;

import org.jspecify.annotations.NullMarked;
