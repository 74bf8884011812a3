package dev.skein.query.web;

import dev.skein.http.model.AuthorJson;
import dev.skein.http.model.TweetJson;
import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiNullable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people did that concerns one, told together. */
@OpenApiName("Notification")
public record NotificationJson(
        @OpenApiDescription(
                        "where it stands in the list; higher when somebody joins it. PUT /v1/notifications/read takes it")
                String id,
        @OpenApiDescription("the same for as long as it grows") String group,
        @OpenApiDescription("follow, like, retweet, reply, quote or mention") String kind,
        @OpenApiDescription("when the newest of them did it") String at,
        boolean read,
        @OpenApiDescription("the newest of them, at most 10, the newest first") List<AuthorJson> actors,
        @OpenApiDescription("how many more they are") int others,
        @OpenApiDescription("what was liked or retweeted, or the reply, quote or mention; null for a follow")
                @OpenApiNullable
                @Nullable
                TweetJson tweet) {}
