package dev.skein.query.web;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store;
import dev.skein.catalog.Stores;
import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.PageRequest;
import dev.skein.http.Problem;
import dev.skein.http.Viewer;
import dev.skein.http.model.PageJson;
import dev.skein.http.model.TweetJson;
import dev.skein.schemas.store.ReactionKind;
import dev.skein.schemas.tweet.Tweet;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** Tweets, and lists of tweets. */
final class TweetHandlers {
    private final Shared with;

    TweetHandlers(Shared with) {
        this.with = with;
    }

    @OpenApi(
            path = "/v1/tweets/{id}",
            methods = HttpMethod.GET,
            operationId = "tweet",
            summary = "A tweet as it stands",
            tags = "Tweets",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "id", required = true, description = Docs.TWEET),
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = TweetJson.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void byId(Context ctx) {
        Viewer viewer = with.bearer().optional(ctx);
        long tweetId = with.ids().inPath(ctx, "id", "tweet");
        with.forwarding().serve(ctx, Stores.TWEETS, with.routing().partition(tweetId), () -> {
            Tweet tweet = with.tweets().get(tweetId);
            Json.answer(
                    ctx, 200, with.presenter().tweets(List.of(tweet), viewer).get(0));
        });
    }

    @OpenApi(
            path = "/v1/tweets/{id}/replies",
            methods = HttpMethod.GET,
            operationId = "replies",
            summary = "Answers to a tweet, newest first",
            tags = "Tweets",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "id", required = true, description = Docs.TWEET),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.TweetPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void replies(Context ctx) {
        Viewer viewer = with.bearer().optional(ctx);
        long tweetId = with.ids().inPath(ctx, "id", "tweet");
        String list = "replies/" + tweetId;
        page(ctx, Stores.REPLIES, tweetId, list, entry -> entry.key.second(), viewer, () -> with.tweets()
                .get(tweetId));
    }

    @OpenApi(
            path = "/v1/users/me/likes",
            methods = HttpMethod.GET,
            operationId = "myLikes",
            summary = "Tweets that one likes, newest first",
            tags = "Tweets",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.TweetPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "401", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void likedByMe(Context ctx) {
        Viewer viewer = with.bearer().required(ctx);
        String list = "likes/" + viewer.userId();
        page(
                ctx,
                Stores.REACTIONS,
                viewer.userId(),
                list,
                entry -> entry.value.getKind() == ReactionKind.LIKE ? entry.key.second() : null,
                viewer,
                () -> {});
    }

    /**
     * A page of tweets; those that are gone are left out.
     *
     * @param tweet of an entry; null where it stands for none
     */
    private <V> void page(
            Context ctx,
            Store<IdPair, V> store,
            long first,
            String list,
            Function<KeyValue<IdPair, V>, @Nullable Long> tweet,
            @Nullable Viewer viewer,
            Runnable exists) {
        PageRequest page = PageRequest.of(ctx);
        long before = Pages.before(page, with.cursors(), list);
        with.forwarding().serve(ctx, store, with.routing().partition(first), () -> {
            exists.run();
            PageOf<Tweet> tweets = PageOf.fill(
                    page.limit(),
                    before,
                    (place, count) -> with.reads().below(store, first, place, count),
                    entry -> entry.key.second(),
                    entries -> PageOf.resolve(entries, tweet, with.tweets()::find));
            List<TweetJson> shown = with.presenter().tweets(tweets.data(), viewer);
            Json.answer(ctx, 200, new PageJson<>(shown, Pages.next(tweets, with.cursors(), list)));
        });
    }
}
