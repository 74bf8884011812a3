package dev.skein.ingest.api;

import dev.skein.http.Async;
import dev.skein.http.Bearer;
import dev.skein.http.Ids;
import dev.skein.http.Json;
import dev.skein.http.JsonBody;
import dev.skein.http.Rfc3339;
import dev.skein.http.media.MediaUrls;
import dev.skein.http.model.AuthorJson;
import dev.skein.http.model.EngagementJson;
import dev.skein.http.model.MediaJson;
import dev.skein.http.model.MentionJson;
import dev.skein.http.model.TweetJson;
import dev.skein.http.model.ViewerJson;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.schemas.tweet.Tweet;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiRequestBody;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import org.jspecify.annotations.Nullable;

/** Tweets: posted, edited, deleted. */
public final class TweetHandlers {
    private final Actors actors;
    private final Ids ids;
    private final TweetWriter tweets;
    private final MediaUrls media;

    public TweetHandlers(Actors actors, Ids ids, TweetWriter tweets, MediaUrls media) {
        this.actors = actors;
        this.ids = ids;
        this.tweets = tweets;
        this.media = media;
    }

    @OpenApi(
            path = "/v1/tweets",
            methods = HttpMethod.POST,
            operationId = "postTweet",
            summary = "Post a tweet",
            tags = "Tweets",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            headers =
                    @OpenApiParam(
                            name = "Idempotency-Key",
                            description = "the same key and request make one tweet, for 24 hours"),
            requestBody =
                    @OpenApiRequestBody(
                            required = true,
                            content =
                                    @OpenApiContent(
                                            from = PostTweet.class,
                                            example = "{\"text\": \"The engine weaves #algebraical patterns\"}")),
            responses = @OpenApiResponse(status = "201", content = @OpenApiContent(from = TweetJson.class)))
    public void post(Context ctx) {
        UserRow author = actors.writer(ctx);
        PostTweet wanted = PostTweet.from(JsonBody.read(ctx));
        @Nullable String key = IdempotencyKey.of(ctx);
        Async.answer(ctx, tweets.post(author, wanted, key), tweet -> {
            ctx.header("Location", "/v1/tweets/" + tweet.getId());
            Json.answer(ctx, 201, json(tweet, EngagementJson.NONE, ViewerJson.NOTHING));
        });
    }

    @OpenApi(
            path = "/v1/tweets/{id}",
            methods = HttpMethod.PATCH,
            operationId = "editTweet",
            summary = "Change the text of a tweet of one's own",
            tags = "Tweets",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            requestBody =
                    @OpenApiRequestBody(
                            required = true,
                            content =
                                    @OpenApiContent(
                                            from = EditTweet.class,
                                            example = "{\"text\": \"The engine weaves #algebraic patterns\"}")),
            responses =
                    @OpenApiResponse(
                            status = "200",
                            content = @OpenApiContent(from = TweetJson.class),
                            description = "without engagement and viewer"))
    public void edit(Context ctx) {
        UserRow author = actors.writer(ctx);
        long id = ids.inPath(ctx, "id", "tweet");
        EditTweet wanted = EditTweet.from(JsonBody.read(ctx));
        Async.answer(ctx, tweets.edit(author, id, wanted), tweet -> Json.answer(ctx, 200, json(tweet, null, null)));
    }

    @OpenApi(
            path = "/v1/tweets/{id}",
            methods = HttpMethod.DELETE,
            operationId = "deleteTweet",
            summary = "Delete a tweet of one's own",
            tags = "Tweets",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void delete(Context ctx) {
        UserRow author = actors.writer(ctx);
        long id = ids.inPath(ctx, "id", "tweet");
        Async.answer(ctx, tweets.delete(author, id), done -> ctx.status(204));
    }

    private TweetJson json(Tweet tweet, @Nullable EngagementJson engagement, @Nullable ViewerJson viewer) {
        return new TweetJson(
                Long.toString(tweet.getId()),
                new AuthorJson(
                        Long.toString(tweet.getAuthor().getId()),
                        tweet.getAuthor().getHandle(),
                        tweet.getAuthor().getDisplayName()),
                tweet.getText(),
                tweet.getLang(),
                Rfc3339.format(tweet.getCreatedAt()),
                tweet.getEditedAt() == null ? null : Rfc3339.format(tweet.getEditedAt()),
                text(tweet.getInReplyTo()),
                text(tweet.getQuoteOf()),
                tweet.getHashtags(),
                tweet.getMentions().stream()
                        .map(mention -> new MentionJson(Long.toString(mention.getId()), mention.getHandle()))
                        .toList(),
                tweet.getMedia().stream()
                        .map(medium -> new MediaJson(medium.getId(), medium.getContentType(), media.of(medium.getId())))
                        .toList(),
                engagement,
                viewer);
    }

    private static @Nullable String text(@Nullable Long id) {
        return id == null ? null : id.toString();
    }
}
