/**
 * The query API: hosts the topologies and answers from their stores.
 *
 * <p>A request for one person or one tweet goes through {@code web}, which asks {@code routing} who holds the partition:
 * mostly this very process, else the request is forwarded whole, once. There a handler reads what lies in the partition
 * ({@code hosting}) and looks up what does not, such as counts and the names of people of other shards, in one batched call
 * per instance ({@code fetch}). {@code Main} reads the configuration, builds and runs.
 */
@NullMarked
package dev.skein.query;

import org.jspecify.annotations.NullMarked;
