package dev.skein.streams.engagement;

import org.jspecify.annotations.Nullable;

/**
 * What the people of one partition did with tweets, from memory. Safe for use by many threads.
 *
 * <p>Ask for it by {@code StoreQueryParameters.fromNameAndType(Stores.MARKS_IN_MEMORY.name(), new
 * InMemoryType<>(MarksInMemory.class)).withPartition(partition)}.
 */
public interface MarksInMemory {
    /** What a person did, as the stores have it now; null where this is a copy, of which only the stores know. */
    @Nullable
    Marks of(long person);
}
