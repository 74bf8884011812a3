package dev.skein.ingest.api;

import dev.skein.http.Later;
import dev.skein.http.Problem;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;

/** Calls of the contract whose time has not come: 501, and said so in the description of the API. */
public final class LaterHandlers {
    private LaterHandlers() {}

    @OpenApi(
            path = "/v1/suggestions/{id}",
            methods = HttpMethod.DELETE,
            summary = "Dismiss a suggestion (comes later)",
            tags = "Later",
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "501", content = @OpenApiContent(from = Problem.class)))
    public static void dismissSuggestion(Context ctx) {
        new Later("Dismissing a suggestion").handle(ctx);
    }
}
