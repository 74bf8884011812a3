package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;

/** What the one who asks did with a tweet. */
@OpenApiName("ViewerMarks")
public record ViewerJson(boolean liked, boolean disliked, boolean retweeted) {
    public static final ViewerJson NOTHING = new ViewerJson(false, false, false);
}
