package dev.skein.query.fetch;

import org.jspecify.annotations.Nullable;

/**
 * What a store says of a key.
 *
 * @param known whether the store could be asked
 * @param value what stands there, null for nothing
 */
record Answer<V>(boolean known, @Nullable V value) {
    private static final Answer<?> UNKNOWN = new Answer<>(false, null);

    @SuppressWarnings("unchecked") // It holds no value.
    static <V> Answer<V> unknown() {
        return (Answer<V>) UNKNOWN;
    }
}
