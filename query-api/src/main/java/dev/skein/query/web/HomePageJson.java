package dev.skein.query.web;

import dev.skein.http.model.TimelineItemJson;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a home timeline.
 *
 * @param next the cursor for the part after this one, null at the end
 * @param rebuilding whether entries are still being brought back, and more may appear
 */
@OpenApiName("HomePage")
public record HomePageJson(List<TimelineItemJson> data, @OpenApiNullable @Nullable String next, boolean rebuilding) {}
