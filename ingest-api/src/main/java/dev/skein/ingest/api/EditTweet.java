package dev.skein.ingest.api;

import dev.skein.http.JsonBody;
import dev.skein.http.Texts;
import io.javalin.openapi.OpenApiRequired;
import io.javalin.openapi.OpenApiStringValidation;

/** What {@code PATCH /v1/tweets/{id}} takes. */
public record EditTweet(@OpenApiRequired @OpenApiStringValidation(minLength = "1", maxLength = "280") String text) {

    static EditTweet from(JsonBody body) {
        EditTweet edit = new EditTweet(body.requiredString("text", Texts::tweetProblem));
        body.done();
        return edit;
    }
}
