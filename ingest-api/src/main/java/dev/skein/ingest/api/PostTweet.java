package dev.skein.ingest.api;

import dev.skein.http.Ids;
import dev.skein.http.JsonBody;
import dev.skein.http.Texts;
import dev.skein.ingest.rules.MediaRules;
import dev.skein.ingest.rules.TweetRules;
import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiPropertyType;
import io.javalin.openapi.OpenApiStringValidation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/tweets} takes. */
public record PostTweet(
        @OpenApiStringValidation(maxLength = "280")
                @OpenApiDescription("1 to 280 code points; with media it may be empty or left out")
                String text,
        @OpenApiPropertyType(definedBy = String.class)
                @OpenApiDescription("id of the tweet that this one answers")
                @Nullable
                Long inReplyTo,
        @OpenApiPropertyType(definedBy = String.class)
                @OpenApiDescription("id of the tweet that this one quotes")
                @Nullable
                Long quoteOf,
        @OpenApiPropertyType(definedBy = String[].class)
                @OpenApiDescription("ids of POST /v1/media, uploaded: at most 4 images or one video")
                List<Long> mediaIds,
        @OpenApiDescription("BCP 47 language tag") @Nullable String lang) {
    static PostTweet from(JsonBody body) {
        List<Long> mediaIds = body.strings("mediaIds", MediaRules.IMAGES_MAX).stream()
                .map(Ids::parse)
                .toList();
        if (mediaIds.contains(Ids.NONE)) {
            body.error("mediaIds", "holds something that is not an id");
        } else if (mediaIds.stream().distinct().count() < mediaIds.size()) {
            body.error("mediaIds", "holds an id twice");
        }
        PostTweet tweet = new PostTweet(
                mediaIds.isEmpty() ? body.requiredString("text", Texts::tweetProblem) : caption(body),
                body.id("inReplyTo"),
                body.id("quoteOf"),
                mediaIds,
                body.string("lang", TweetRules::lang));
        body.done();
        return tweet;
    }

    private static String caption(JsonBody body) {
        String text = body.string("text", Texts::captionProblem);
        return text == null ? "" : text;
    }
}
