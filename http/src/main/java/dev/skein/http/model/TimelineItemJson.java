package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tweet in a timeline, with the one through whom it came there, if it was a retweet. */
@OpenApiName("TimelineItem")
public record TimelineItemJson(
        String id,
        AuthorJson author,
        String text,
        @Nullable String lang,
        String createdAt,
        @Nullable String editedAt,
        @Nullable String inReplyTo,
        @Nullable String quoteOf,
        List<String> hashtags,
        List<MentionJson> mentions,
        List<MediaJson> media,
        @Nullable EngagementJson engagement,
        @Nullable ViewerJson viewer,
        @Nullable AuthorJson retweetedBy) {

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
