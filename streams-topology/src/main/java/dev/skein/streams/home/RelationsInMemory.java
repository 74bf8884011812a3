package dev.skein.streams.home;

import org.jspecify.annotations.Nullable;

/**
 * How the readers of one partition stand to others, from memory. Safe for use by many threads.
 *
 * <p>Ask for it by {@code StoreQueryParameters.fromNameAndType(Stores.RELATIONS_IN_MEMORY.name(), new
 * InMemoryType<>(RelationsInMemory.class)).withPartition(partition)}.
 */
public interface RelationsInMemory {
    /** How a reader stands to others now; null where this is a copy, of which only the store {@code relations} knows. */
    @Nullable
    Relations of(long reader);
}
