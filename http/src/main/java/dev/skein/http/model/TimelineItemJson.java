package dev.skein.http.model;

import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tweet in a timeline, with the one through whom it came there, if it was a retweet. */
@OpenApiName("TimelineItem")
public record TimelineItemJson(
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
        @OpenApiNullable @Nullable AuthorJson retweetedBy) {

    public static TimelineItemJson of(TweetJson tweet, @Nullable AuthorJson retweetedBy) {
        return new TimelineItemJson(
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
                retweetedBy);
    }
}
