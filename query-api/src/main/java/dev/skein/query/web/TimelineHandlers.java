package dev.skein.query.web;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.PageRequest;
import dev.skein.http.Problem;
import dev.skein.http.Viewer;
import dev.skein.http.model.PageJson;
import dev.skein.http.model.TimelineItemJson;
import dev.skein.query.archive.Archive;
import dev.skein.query.live.HomeReader;
import dev.skein.query.web.TweetPresenter.Line;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.schemas.user.User;
import dev.skein.streams.Names;
import dev.skein.streams.home.TimelineEntry;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** Timelines: one's own home, and what one person wrote. */
final class TimelineHandlers {
    private final Shared with;
    private final Archive archive;
    private final HomeTimelines homes;

    TimelineHandlers(Shared with, Archive archive) {
        this.with = with;
        this.archive = archive;
        this.homes = new HomeTimelines(with.stores(), with.routing(), with.presenter());
    }

    @OpenApi(
            path = "/v1/timelines/home",
            methods = HttpMethod.GET,
            operationId = "homeTimeline",
            summary = "What those whom one follows wrote and passed on, newest first",
            tags = "Timelines",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = HomePageJson.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "401", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void home(Context ctx) throws IOException {
        Viewer viewer = with.bearer().required(ctx);
        PageRequest page = PageRequest.of(ctx);
        long before = Pages.before(page, with.cursors(), list(viewer));
        int partition = with.routing().partition(viewer.userId());
        with.forwarding().serve(ctx, Stores.TIMELINES, partition, () -> {
            HomeReader.Page part = homes.page(viewer.userId(), before, page.limit() + 1);
            with.activity().seen(viewer.userId(), part.whole());
            JsonBytes written = home(viewer, part, page.limit());
            Json.answerWritten(ctx, 200, written.stream(), written.size());
        });
        Json.send(ctx);
    }

    private JsonBytes home(Viewer viewer, HomeReader.Page part, int limit) {
        List<TimelineEntry> entries = part.entries();
        boolean more = entries.size() > limit;
        List<TimelineEntry> shown = more ? entries.subList(0, limit) : entries;
        String next =
                more ? with.cursors().encode(list(viewer), shown.get(limit - 1).id()) : null;
        return with.presenter().page(shown, viewer.userId(), next, !part.whole());
    }

    private static String list(Viewer viewer) {
        return "home/" + viewer.userId();
    }

    @OpenApi(
            path = "/v1/users/{id}/tweets",
            methods = HttpMethod.GET,
            operationId = "userTimeline",
            summary = "A person's tweets, replies, quotes and retweets, newest first",
            tags = "Timelines",
            security = {@OpenApiSecurity(name = Bearer.TOKEN), @OpenApiSecurity(name = Bearer.NONE)},
            pathParams = @OpenApiParam(name = "id", required = true, description = Docs.USER),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = Docs.TimelinePage.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "404", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void ofUser(Context ctx) {
        Viewer viewer = with.bearer().optional(ctx);
        long userId = with.ids().inPath(ctx, "id", "user");
        PageRequest page = PageRequest.of(ctx);
        String list = "user-tweets/" + userId;
        long before = Pages.before(page, with.cursors(), list);
        with.forwarding().serve(ctx, Stores.AUTHOR_TIMELINES, with.routing().partition(userId), () -> {
            User user = with.people().get(userId);
            PageOf<Line> lines = PageOf.fill(
                    page.limit(),
                    before,
                    (place, count) -> entries(userId, place, count),
                    entry -> entry.key.second(),
                    entries -> lines(entries, user));
            List<TimelineItemJson> items = with.presenter().items(lines.data(), viewer);
            Json.answer(ctx, 200, new PageJson<>(items, Pages.next(lines, with.cursors(), list)));
        });
    }

    /** From the stores, and from the archive what they have left to it. */
    private List<KeyValue<IdPair, Long>> entries(long userId, long before, int count) {
        List<KeyValue<IdPair, Long>> listed = with.reads().below(Stores.AUTHOR_TIMELINES, userId, before, count);
        // Asked second: what is left to the archive meanwhile is in both.
        Long left = with.stores()
                .read(
                        Stores.ARCHIVED,
                        with.routing().partition(userId),
                        archived -> Optional.ofNullable(archived.get(userId)))
                .orElse(null);
        boolean reached = listed.size() < count
                || (left != null && listed.get(count - 1).key.second() < left);
        if (left == null || !reached) {
            return listed;
        }
        NavigableMap<Long, Long> tweets = new TreeMap<>(Comparator.reverseOrder());
        archive.below(userId, Math.min(before, left + 1), count).forEach(id -> tweets.put(id, id));
        listed.forEach(entry -> tweets.put(entry.key.second(), entry.value));
        return tweets.entrySet().stream()
                .limit(count)
                .map(entry -> KeyValue.pair(new IdPair(userId, entry.getKey()), entry.getValue()))
                .toList();
    }

    private List<@Nullable Line> lines(List<KeyValue<IdPair, Long>> entries, User user) {
        Author author = Names.of(user);
        List<@Nullable Tweet> tweets =
                with.tweets().find(entries.stream().map(entry -> entry.value).toList());
        List<@Nullable Line> lines = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Tweet tweet = tweets.get(i);
            boolean own = entries.get(i).key.second() == entries.get(i).value;
            lines.add(tweet == null ? null : new Line(tweet, own ? null : author));
        }
        return lines;
    }
}
