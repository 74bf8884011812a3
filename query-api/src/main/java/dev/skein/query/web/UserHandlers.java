package dev.skein.query.web;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store;
import dev.skein.catalog.Stores;
import dev.skein.http.ApiException;
import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.PageRequest;
import dev.skein.http.Problem;
import dev.skein.http.Viewer;
import dev.skein.http.model.PageJson;
import dev.skein.http.model.UserJson;
import dev.skein.schemas.user.User;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** People, and lists of people. */
final class UserHandlers {
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_]{1,30}");

    private final Shared with;

    UserHandlers(Shared with) {
        this.with = with;
    }

    @OpenApi(
            path = "/v1/users/{id}",
            methods = HttpMethod.GET,
            operationId = "user",
            summary = "A person, with numbers",
            tags = "Users",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "id", required = true, description = Docs.USER),
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = UserJson.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void byId(Context ctx) {
        Viewer viewer = with.bearer().optional(ctx);
        long userId = with.ids().inPath(ctx, "id", "user");
        with.forwarding()
                .serve(
                        ctx,
                        Stores.USERS,
                        with.routing().partition(userId),
                        () -> Json.answer(ctx, 200, show(with.people().get(userId), viewer)));
    }

    @OpenApi(
            path = "/v1/users/by-handle/{handle}",
            methods = HttpMethod.GET,
            operationId = "userByHandle",
            summary = "A person by handle, in any case",
            tags = "Users",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "handle", required = true, description = "Without @"),
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = UserJson.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void byHandle(Context ctx) {
        Viewer viewer = with.bearer().optional(ctx);
        String handle = ctx.pathParam("handle");
        if (!HANDLE.matcher(handle).matches()) {
            throw People.noSuchUser();
        }
        String key = handle.toLowerCase(Locale.ROOT);
        int partition = with.routing().partition(key);
        with.forwarding().serve(ctx, Stores.HANDLES, partition, () -> {
            Long userId = with.stores()
                    .<String, Long, @Nullable Long>read(Stores.HANDLES, partition, handles -> handles.get(key));
            if (userId == null) {
                // A copy is behind and does not know.
                throw with.stores().lagMillis(Stores.HANDLES, partition).isEmpty()
                        ? People.noSuchUser()
                        : ApiException.unavailable("It is not known now whose handle this is.");
            }
            Json.answer(ctx, 200, show(with.people().get(userId), viewer));
        });
    }

    private UserJson show(User user, @Nullable Viewer viewer) {
        boolean oneself = viewer != null && viewer.userId() == user.getId();
        return oneself
                ? with.people().showThemselves(user, with.activity().lastSeenMillis(user.getId()))
                : with.people().show(List.of(user)).get(0);
    }

    @OpenApi(
            path = "/v1/users/{id}/followers",
            methods = HttpMethod.GET,
            operationId = "followers",
            summary = "Who follows a person",
            tags = "Users",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "id", required = true, description = Docs.USER),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.UserPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void followers(Context ctx) {
        with.bearer().optional(ctx);
        long userId = with.ids().inPath(ctx, "id", "user");
        people(ctx, Stores.FOLLOWERS, userId, "followers/" + userId, entry -> entry.key.second(), () -> with.people()
                .get(userId));
    }

    @OpenApi(
            path = "/v1/users/{id}/following",
            methods = HttpMethod.GET,
            operationId = "following",
            summary = "Whom a person follows",
            tags = "Users",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "id", required = true, description = Docs.USER),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.UserPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void following(Context ctx) {
        with.bearer().optional(ctx);
        long userId = with.ids().inPath(ctx, "id", "user");
        people(
                ctx,
                Stores.RELATIONS,
                userId,
                "following/" + userId,
                entry -> entry.value.getFollowedAt() > 0 ? entry.key.second() : null,
                () -> with.people().get(userId));
    }

    @OpenApi(
            path = "/v1/tweets/{id}/likes",
            methods = HttpMethod.GET,
            operationId = "likers",
            summary = "Who likes a tweet, newest first",
            tags = "Tweets",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "id", required = true, description = Docs.TWEET),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.UserPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void likers(Context ctx) {
        with.bearer().optional(ctx);
        long tweetId = with.ids().inPath(ctx, "id", "tweet");
        people(ctx, Stores.LIKERS, tweetId, "likers/" + tweetId, entry -> entry.value, () -> with.tweets()
                .get(tweetId));
    }

    @OpenApi(
            path = "/v1/tweets/{id}/retweets",
            methods = HttpMethod.GET,
            operationId = "retweeters",
            summary = "Who retweets a tweet, newest first",
            tags = "Tweets",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "id", required = true, description = Docs.TWEET),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.UserPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void retweeters(Context ctx) {
        with.bearer().optional(ctx);
        long tweetId = with.ids().inPath(ctx, "id", "tweet");
        people(ctx, Stores.RETWEETERS, tweetId, "retweeters/" + tweetId, entry -> entry.value, () -> with.tweets()
                .get(tweetId));
    }

    /**
     * A page of people; those whose account is gone are left out.
     *
     * @param person of an entry; null where it stands for none
     */
    private <V> void people(
            Context ctx,
            Store<IdPair, V> store,
            long first,
            String list,
            Function<KeyValue<IdPair, V>, @Nullable Long> person,
            Runnable exists) {
        PageRequest page = PageRequest.of(ctx);
        long before = Pages.before(page, with.cursors(), list);
        with.forwarding().serve(ctx, store, with.routing().partition(first), () -> {
            exists.run();
            PageOf<User> users = PageOf.fill(
                    page.limit(),
                    before,
                    (place, count) -> with.reads().below(store, first, place, count),
                    entry -> entry.key.second(),
                    entries -> PageOf.resolve(entries, person, with.people()::find));
            List<UserJson> shown = with.people().show(users.data());
            Json.answer(ctx, 200, new PageJson<>(shown, Pages.next(users, with.cursors(), list)));
        });
    }
}
