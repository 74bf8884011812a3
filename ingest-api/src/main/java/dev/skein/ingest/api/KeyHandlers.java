package dev.skein.ingest.api;

import dev.skein.ingest.session.SigningKeys;
import io.javalin.http.Context;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiResponse;

/** The public keys. */
public record KeyHandlers(SigningKeys keys) {

    @OpenApi(
            path = "/.well-known/jwks.json",
            summary = "The public keys that tokens are checked with (RFC 7517)",
            tags = "Accounts",
            responses = @OpenApiResponse(status = "200"))
    public void jwks(Context ctx) {
        ctx.header("Cache-Control", "public, max-age=60")
                .contentType("application/jwk-set+json")
                .result(keys.publicJwks());
    }
}
