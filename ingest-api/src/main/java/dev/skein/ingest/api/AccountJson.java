package dev.skein.ingest.api;

import dev.skein.http.Rfc3339;
import dev.skein.http.model.UserJson;
import dev.skein.ingest.lookup.Found;
import dev.skein.ingest.lookup.UserCounts;
import dev.skein.ingest.postgres.UserRow;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import org.jspecify.annotations.Nullable;

/** A user as they see themselves. The counts, and when they were last here, are null where they could not be fetched in time. */
@OpenApiName("Account")
public record AccountJson(
        String id,
        String handle,
        String displayName,
        String bio,
        String createdAt,
        @OpenApiNullable @Nullable String lastSeen,
        @OpenApiNullable @Nullable Long followers,
        @OpenApiNullable @Nullable Long following,
        @OpenApiNullable @Nullable Long tweets,
        @OpenApiNullable @Nullable String email,
        @OpenApiNullable @Nullable String phone) {

    static AccountJson of(UserRow user, Found<UserCounts> counts) {
        UserJson shown = userOf(user, counts);
        return new AccountJson(
                shown.id(),
                shown.handle(),
                shown.displayName(),
                shown.bio(),
                shown.createdAt(),
                shown.lastSeen(),
                shown.followers(),
                shown.following(),
                shown.tweets(),
                user.email(),
                user.phone());
    }

    /** As others see them. */
    static UserJson userOf(UserRow user, Found<UserCounts> counts) {
        UserCounts known = counts instanceof Found.Present<UserCounts> present ? present.value() : null;
        return new UserJson(
                Long.toString(user.id()),
                user.handle(),
                user.displayName(),
                user.bio(),
                Rfc3339.format(user.createdAt()),
                known == null ? null : known.lastSeen(),
                known == null ? null : (Long) known.followers(),
                known == null ? null : (Long) known.following(),
                known == null ? null : (Long) known.tweets());
    }
}
