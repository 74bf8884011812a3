package dev.skein.ingest.lookup;

import org.jspecify.annotations.Nullable;

/**
 * What is shown with a person and follows from events.
 *
 * @param lastSeen RFC 3339, told only to themselves
 */
public record UserCounts(long followers, long following, long tweets, @Nullable String lastSeen) {
    /** Of somebody who is new. */
    public static final UserCounts NONE = new UserCounts(0, 0, 0, null);
}
