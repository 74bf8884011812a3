package dev.skein.ingest.api;

import dev.skein.http.JsonBody;
import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiPropertyType;
import io.javalin.openapi.OpenApiRequired;

/** What {@code PUT /v1/notifications/read} takes. */
public record ReadNotifications(
        @OpenApiRequired
                @OpenApiPropertyType(definedBy = String.class)
                @OpenApiDescription("id of the newest notification that was read; those before it are, too")
                long upTo) {

    static ReadNotifications from(JsonBody body) {
        ReadNotifications read = new ReadNotifications(body.requiredId("upTo"));
        body.done();
        return read;
    }
}
