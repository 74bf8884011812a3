package dev.skein.http.model;

import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tweet. {@code engagement} and {@code viewer} are null where they could not be fetched in time, {@code viewer} also without a token. */
@OpenApiName("Tweet")
public record TweetJson(
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
                ViewerJson viewer) {}
