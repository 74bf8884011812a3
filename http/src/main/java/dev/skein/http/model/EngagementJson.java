package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;

/** A tweet's counts. */
@OpenApiName("Engagement")
public record EngagementJson(long likes, long dislikes, long retweets, long replies, long quotes) {
    public static final EngagementJson NONE = new EngagementJson(0, 0, 0, 0, 0);
}
