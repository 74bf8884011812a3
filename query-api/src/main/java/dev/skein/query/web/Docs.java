package dev.skein.query.web;

import dev.skein.http.model.FoundTweetJson;
import dev.skein.http.model.TimelineItemJson;
import dev.skein.http.model.TweetJson;
import dev.skein.http.model.UserJson;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words and shapes of {@code /openapi.json} that several calls share. */
final class Docs {
    static final String LIMIT = "How many at most, 1 to 100; 20 by default";
    static final String CURSOR = "`next` of the page before; opaque";
    static final String USER = "User id";
    static final String TWEET = "Tweet id";

    private Docs() {}

    /** Part of a timeline. */
    @OpenApiName("TimelinePage")
    record TimelinePage(List<TimelineItemJson> data, @OpenApiNullable @Nullable String next) {}

    /** Part of a list of tweets. */
    @OpenApiName("TweetPage")
    record TweetPage(List<TweetJson> data, @OpenApiNullable @Nullable String next) {}

    /** Part of what was searched for. */
    @OpenApiName("FoundTweetPage")
    record FoundTweetPage(List<FoundTweetJson> data, @OpenApiNullable @Nullable String next) {}

    /** Part of a list of people. */
    @OpenApiName("UserPage")
    record UserPage(List<UserJson> data, @OpenApiNullable @Nullable String next) {}
}
