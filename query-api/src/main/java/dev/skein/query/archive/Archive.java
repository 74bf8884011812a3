package dev.skein.query.archive;

import java.util.List;

/** Every tweet, for good. */
public interface Archive {
    /**
     * Ids of an author's tweets below {@code before}, the largest first, {@code count} at most.
     *
     * @throws dev.skein.http.ApiException 503 where it does not answer
     */
    List<Long> below(long author, long before, int count);
}
