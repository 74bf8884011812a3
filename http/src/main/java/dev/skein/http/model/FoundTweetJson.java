package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;
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
        @Nullable String highlight) {
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
