package dev.skein.ingest.postgres;

import dev.skein.schemas.user.Author;
import org.jspecify.annotations.Nullable;

/**
 * A person as the table has them.
 *
 * @param createdAt milliseconds since 1970-01-01 UTC
 * @param version raised by every change
 */
public record UserRow(
        long id,
        String handle,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String passwordHash,
        String displayName,
        String bio,
        long createdAt,
        long version) {

    /** How the person is called, for an event. */
    public Author author() {
        return new Author(id, handle, displayName, version);
    }

    /** The person without a name, for an event that is kept for ever: who reads it knows the name, or need not. */
    public Author nameless() {
        return new Author(id, "", "", 0L);
    }

    @Override
    public String toString() {
        // Not the rest: this may end up in a log.
        return "UserRow[" + id + "]";
    }
}
