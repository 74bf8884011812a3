package dev.skein.streams.engagement;

import dev.skein.schemas.engagement.Engagement;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the tweets of one partition, from memory. Safe for use by many threads.
 *
 * <p>Ask for it by {@code StoreQueryParameters.fromNameAndType(Stores.COUNTS_IN_MEMORY.name(), new
 * InMemoryType<>(CountsInMemory.class)).withPartition(partition)}.
 */
public interface CountsInMemory {
    /** A tweet's, as the store has them now, zero where it has none; null where this is a copy, of which only the store knows. */
    @Nullable
    Engagement of(long tweet);
}
