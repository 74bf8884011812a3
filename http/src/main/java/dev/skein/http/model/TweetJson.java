package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tweet. {@code engagement} and {@code viewer} are null where they could not be fetched in time, {@code viewer} also without a token. */
@OpenApiName("Tweet")
public record TweetJson(
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
        @Nullable ViewerJson viewer) {}
