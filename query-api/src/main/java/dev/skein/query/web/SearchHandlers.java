package dev.skein.query.web;

import dev.skein.http.ApiException;
import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.PageRequest;
import dev.skein.http.Problem;
import dev.skein.http.Texts;
import dev.skein.http.Viewer;
import dev.skein.http.model.FoundTweetJson;
import dev.skein.http.model.PageJson;
import dev.skein.http.model.TweetJson;
import dev.skein.query.search.Search;
import dev.skein.query.search.Search.Hit;
import dev.skein.query.search.TweetSearch;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.User;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Search. The index says what is found and in which order, the stores what is shown. */
final class SearchHandlers {
    private static final int TYPED_MAX = 80;
    /** Score and id. */
    private static final int PLACE = 2;

    private final Shared with;
    private final Search search;

    SearchHandlers(Shared with, Search search) {
        this.with = with;
        this.search = search;
    }

    @OpenApi(
            path = "/v1/search/tweets",
            methods = HttpMethod.GET,
            operationId = "searchTweets",
            summary = "Tweets by their words",
            tags = "Search",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            queryParams = {
                @OpenApiParam(
                        name = "q",
                        required = true,
                        description = "Blanks mean and, \"…\" a phrase, #tag a hashtag; up to 200 code points"),
                @OpenApiParam(name = "author", description = "Only by this person: id or handle"),
                @OpenApiParam(name = "since", description = "Posted at this time or later; RFC 3339, or a date in UTC"),
                @OpenApiParam(name = "until", description = "Posted before this time; RFC 3339, or a date in UTC"),
                @OpenApiParam(name = "sort", description = "newest (the default) or relevance"),
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.FoundTweetPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void tweets(Context ctx) {
        Viewer viewer = with.bearer().optional(ctx);
        TweetSearch asked = TweetSearch.parse(
                PageRequest.parameter(ctx, "q"),
                PageRequest.parameter(ctx, "author"),
                PageRequest.parameter(ctx, "since"),
                PageRequest.parameter(ctx, "until"),
                PageRequest.parameter(ctx, "sort"));
        PageRequest page = PageRequest.of(ctx);
        List<Hit> hits = search.tweets(asked, page.limit() + 1, page.place(with.cursors(), asked.list(), PLACE));
        List<Hit> shown = hits.subList(0, Math.min(hits.size(), page.limit()));
        List<@Nullable Tweet> found =
                with.tweets().find(shown.stream().map(Hit::id).toList());
        List<Tweet> standing = new ArrayList<>();
        List<@Nullable String> highlights = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Tweet tweet = found.get(i);
            if (tweet != null) {
                standing.add(tweet);
                highlights.add(shown.get(i).highlight());
            }
        }
        List<TweetJson> tweets = with.presenter().tweets(standing, viewer);
        List<FoundTweetJson> data = new ArrayList<>(tweets.size());
        for (int i = 0; i < tweets.size(); i++) {
            data.add(FoundTweetJson.of(tweets.get(i), highlights.get(i)));
        }
        Json.answer(ctx, 200, new PageJson<>(data, next(hits, page, asked.list())));
    }

    @OpenApi(
            path = "/v1/search/users",
            methods = HttpMethod.GET,
            operationId = "searchUsers",
            summary = "People by handle and name, as one types",
            tags = "Search",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            queryParams = {
                @OpenApiParam(
                        name = "q",
                        required = true,
                        description =
                                "The beginning of a handle, or words of a name of which the last may be a beginning"),
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.UserPage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void users(Context ctx) {
        with.bearer().optional(ctx);
        String typed = PageRequest.parameter(ctx, "q");
        String problem = typed == null || typed.isBlank()
                ? "must say whom to search for"
                : Texts.problem(typed, 1, TYPED_MAX, false);
        if (typed == null || problem != null) {
            throw ApiException.badRequest("q", String.valueOf(problem));
        }
        PageRequest page = PageRequest.of(ctx);
        String list = "search-users/" + typed;
        List<Hit> hits = search.users(typed.strip(), page.limit() + 1, page.place(with.cursors(), list, PLACE));
        List<User> users = new ArrayList<>();
        for (User user : with.people()
                .find(hits.stream().limit(page.limit()).map(Hit::id).toList())) {
            if (user != null) {
                users.add(user);
            }
        }
        Json.answer(ctx, 200, new PageJson<>(with.people().show(users), next(hits, page, list)));
    }

    private @Nullable String next(List<Hit> hits, PageRequest page, String list) {
        return hits.size() > page.limit()
                ? with.cursors().encode(list, hits.get(page.limit() - 1).place())
                : null;
    }
}
