/**
 * The map of the system: which topics and stores there are, how ids, shards and partitions hang together, and how values
 * are written. Nobody else spells the name of a topic or a store, or picks its type.
 *
 * <p>Read {@link dev.skein.catalog.Id} first (an id knows its shard), then {@link dev.skein.catalog.Topics} and
 * {@link dev.skein.catalog.Stores}; {@link dev.skein.catalog.Codecs} binds their formats to a schema registry.
 */
@NullMarked
package dev.skein.catalog;

import org.jspecify.annotations.NullMarked;
