package dev.skein.ingest.api;

import dev.skein.ingest.session.SigningKeys;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiResponse;

/** The public keys. */
public record KeyHandlers(SigningKeys keys) {
    private static final String CONTENT_TYPE = "application/jwk-set+json";

    @OpenApi(
            path = "/.well-known/jwks.json",
            methods = HttpMethod.GET,
            operationId = "jwks",
            summary = "The public keys that tokens are checked with (RFC 7517)",
            tags = "Accounts",
            responses =
                    @OpenApiResponse(
                            status = "200",
                            content = @OpenApiContent(mimeType = KeyHandlers.CONTENT_TYPE, type = "object")))
    public void jwks(Context ctx) {
        ctx.header("Cache-Control", "public, max-age=60")
                .contentType(CONTENT_TYPE)
                .result(keys.publicJwks());
    }
}
