package dev.skein.streams.home;

import dev.skein.schemas.store.Relation;
import org.jspecify.annotations.Nullable;

/** How one reader stands to others: the store {@code relations}, asked for one person. */
@FunctionalInterface
public interface Relations {
    /** How the reader stands to {@code other}; null where they are strangers. */
    @Nullable
    Relation to(long other);
}
