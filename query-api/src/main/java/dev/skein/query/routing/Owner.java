package dev.skein.query.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a partition of a store.
 *
 * @param active who writes it, null while nobody is known to
 * @param standbys who has a copy
 */
public record Owner(@Nullable Instance active, List<Instance> standbys) {
    /** Nobody is known. */
    public static final Owner UNKNOWN = new Owner(null, List.of());

    /** Copies the list. */
    public Owner {
        standbys = List.copyOf(standbys);
    }
}
