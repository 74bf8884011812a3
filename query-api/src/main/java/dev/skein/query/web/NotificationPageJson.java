package dev.skein.query.web;

import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of what concerns one.
 *
 * @param next the cursor for the part after this one, null at the end
 * @param unread how many there are that were not read, in all parts together
 */
@OpenApiName("NotificationPage")
public record NotificationPageJson(
        List<NotificationJson> data,
        @OpenApiNullable @Nullable String next,
        @OpenApiDescription("how many were not read, on this page or not; 100 means 100 or more") int unread) {}
