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
    /** What one tweet has. */
    interface Counts {
        /** The counts, zero where the store has none. */
        Engagement now();

        /** Whether they are still what the store has: whoever keeps them need not ask again until they are not. */
        boolean isCurrent();
    }

    /** A tweet's, as the store has them; null where this is a copy, of which only the store knows. */
    @Nullable
    Counts of(long tweet);
}
