package dev.skein.query.archive;

import dev.skein.http.ApiException;
import java.util.List;

/** Where none is configured: nothing is left to it, unless there was one before. */
public final class NoArchive implements Archive {
    @Override
    public List<Long> below(long author, long before, int count) {
        throw ApiException.unavailable("What is older lies in an archive, and there is none here.");
    }
}
