/**
 * A sink that archives tweets in Cassandra, by id and by author and month.
 *
 * <p>{@code CassandraSinkTask.put} keeps the newest of a batch for each tweet and writes both tables in one batch,
 * with the tweet's version as the rows' timestamp: whatever is written again or late changes nothing. The tables are made
 * from {@code archive.cql}.
 */
@NullMarked
package dev.skein.connectors.cassandra;

import org.jspecify.annotations.NullMarked;
