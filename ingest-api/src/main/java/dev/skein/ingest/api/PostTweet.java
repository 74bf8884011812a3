package dev.skein.ingest.api;

import dev.skein.http.ApiException;
import dev.skein.http.JsonBody;
import dev.skein.http.Texts;
import dev.skein.ingest.rules.TweetRules;
import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiPropertyType;
import io.javalin.openapi.OpenApiRequired;
import io.javalin.openapi.OpenApiStringValidation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/tweets} takes. */
public record PostTweet(
        @OpenApiRequired
                @OpenApiStringValidation(minLength = "1", maxLength = "280")
                @OpenApiDescription("1 to 280 code points")
                String text,
        @OpenApiPropertyType(definedBy = String.class)
                @OpenApiDescription("id of the tweet that this one answers")
                @Nullable
                Long inReplyTo,
        @OpenApiPropertyType(definedBy = String.class)
                @OpenApiDescription("id of the tweet that this one quotes")
                @Nullable
                Long quoteOf,
        List<String> mediaIds,
        @OpenApiDescription("BCP 47 language tag") @Nullable String lang) {
    private static final int MEDIA_MAX = 4;

    static PostTweet from(JsonBody body) {
        PostTweet tweet = new PostTweet(
                body.requiredString("text", Texts::tweetProblem),
                body.id("inReplyTo"),
                body.id("quoteOf"),
                body.strings("mediaIds", MEDIA_MAX),
                body.string("lang", TweetRules::lang));
        body.done();
        if (!tweet.mediaIds().isEmpty()) {
            throw ApiException.unprocessable(
                    "mediaIds", "There are no such media: uploading comes with a later release.");
        }
        return tweet;
    }
}
