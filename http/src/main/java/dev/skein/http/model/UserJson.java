package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import org.jspecify.annotations.Nullable;

/** A user as others see them. {@code lastSeen} is there only for oneself; counts are null where they are not known. */
@OpenApiName("User")
public record UserJson(
        String id,
        String handle,
        String displayName,
        String bio,
        String createdAt,
        @OpenApiNullable @Nullable String lastSeen,
        @OpenApiNullable @Nullable Long followers,
        @OpenApiNullable @Nullable Long following,
        @OpenApiNullable @Nullable Long tweets) {}
