package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;
import org.jspecify.annotations.Nullable;

/** A user as others see them. {@code lastSeen} is there only for oneself; counts are null where they are not known. */
@OpenApiName("User")
public record UserJson(
        String id,
        String handle,
        String displayName,
        String bio,
        String createdAt,
        @Nullable String lastSeen,
        @Nullable Long followers,
        @Nullable Long following,
        @Nullable Long tweets) {}
