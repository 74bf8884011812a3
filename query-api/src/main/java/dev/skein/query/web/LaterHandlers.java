package dev.skein.query.web;

import dev.skein.http.Later;
import dev.skein.http.Problem;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiResponse;

/** Calls of the contract whose time has not come: 501, and said so in the description of the API. */
final class LaterHandlers {
    private LaterHandlers() {}

    @OpenApi(
            path = "/v1/stream",
            methods = HttpMethod.GET,
            summary = "What happens, live, over a WebSocket or Server-Sent Events (comes later)",
            tags = "later",
            responses = @OpenApiResponse(status = "501", content = @OpenApiContent(from = Problem.class)))
    static void stream(Context ctx) {
        new Later("The live stream").handle(ctx);
    }
}
