package dev.skein.http.model;

import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tweet that was searched for, and {@code highlight}: its text as HTML with what was searched for in {@code <em>}; null
 * where that is not in the text.
 */
@OpenApiName("FoundTweet")
public record FoundTweetJson(
        String id,
        AuthorJson author,
        String text,
        @OpenApiNullable @Nullable String lang,
        String createdAt,
        @OpenApiNullable @Nullable String editedAt,
        @OpenApiNullable @Nullable String inReplyTo,
        @OpenApiNullable @Nullable String quoteOf,
        List<String> hashtags,
        List<MentionJson> mentions,
        List<MediaJson> media,
        @OpenApiNullable @OpenApiDescription("null while counts are not at hand, as just after a start") @Nullable
                EngagementJson engagement,
        @OpenApiNullable @OpenApiDescription("null without a token, and while marks are not at hand") @Nullable
                ViewerJson viewer,
        @OpenApiNullable @Nullable String highlight) {
    /** The tweet, with what was found in it. */
    public static FoundTweetJson of(TweetJson tweet, @Nullable String highlight) {
        return new FoundTweetJson(
                tweet.id(),
                tweet.author(),
                tweet.text(),
                tweet.lang(),
                tweet.createdAt(),
                tweet.editedAt(),
                tweet.inReplyTo(),
                tweet.quoteOf(),
                tweet.hashtags(),
                tweet.mentions(),
                tweet.media(),
                tweet.engagement(),
                tweet.viewer(),
                highlight);
    }
}
