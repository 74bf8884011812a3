package dev.skein.query.routing;

import dev.skein.catalog.Store;

/** Tells who holds a partition of a store, as known here and now; asked for every request, so it answers from memory. */
@FunctionalInterface
public interface Owners {
    /** {@link Owner#UNKNOWN} where this instance does not know. */
    Owner of(Store<?, ?> store, int partition);
}
