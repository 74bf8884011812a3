package dev.skein.ingest.api;

import dev.skein.http.model.UserJson;
import io.javalin.openapi.OpenApiName;

/** A token, until when it counts, and whose it is. */
@OpenApiName("Session")
public record SessionJson(String token, String expiresAt, UserJson user) {

    @Override
    public String toString() {
        return "SessionJson[" + user.id() + "]";
    }
}
