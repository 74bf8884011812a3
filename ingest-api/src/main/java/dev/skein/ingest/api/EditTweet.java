package dev.skein.ingest.api;

import dev.skein.http.JsonBody;
import dev.skein.http.Texts;
import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiRequired;
import io.javalin.openapi.OpenApiStringValidation;

/** What {@code PATCH /v1/tweets/{id}} takes. */
public record EditTweet(
        @OpenApiRequired
                @OpenApiStringValidation(maxLength = "280")
                @OpenApiDescription("1 to 280 code points; empty only with media")
                String text) {

    static EditTweet from(JsonBody body) {
        EditTweet edit = new EditTweet(body.requiredString("text", Texts::captionProblem));
        body.done();
        return edit;
    }
}
