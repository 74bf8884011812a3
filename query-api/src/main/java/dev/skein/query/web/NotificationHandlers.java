package dev.skein.query.web;

import dev.skein.catalog.Id;
import dev.skein.catalog.Stores;
import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.PageRequest;
import dev.skein.http.Problem;
import dev.skein.http.Rfc3339;
import dev.skein.http.Viewer;
import dev.skein.http.model.AuthorJson;
import dev.skein.http.model.TweetJson;
import dev.skein.query.web.Inboxes.Told;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.User;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What concerns oneself. */
final class NotificationHandlers {
    /** Beyond that nobody counts. */
    private static final int UNREAD_MAX = 100;

    private final Shared with;
    private final Inboxes inboxes;

    NotificationHandlers(Shared with, Clock clock) {
        this.with = with;
        this.inboxes = new Inboxes(with.stores(), clock);
    }

    @OpenApi(
            path = "/v1/notifications",
            methods = HttpMethod.GET,
            operationId = "notifications",
            summary = "What concerns oneself, newest first: follows, likes, retweets, replies, quotes, mentions",
            tags = "Notifications",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            queryParams = {
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(name = "cursor", description = Docs.CURSOR)
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = NotificationPageJson.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "401", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void notifications(Context ctx) {
        Viewer viewer = with.bearer().required(ctx);
        long me = viewer.userId();
        PageRequest request = PageRequest.of(ctx);
        String list = "notifications/" + me;
        long before = Pages.before(request, with.cursors(), list);
        int partition = with.routing().partition(me);
        with.forwarding().serve(ctx, Stores.NOTIFICATION_GROUPS, partition, () -> {
            // Asked first: what comes meanwhile is not read.
            long readUpTo = inboxes.readUpTo(me, partition);
            List<Told> all = inboxes.told(me, partition);
            Shown shown = new Shown();
            PageOf<Line> page = page(all, request.limit(), before, shown);
            List<Told> unread =
                    all.stream().filter(told -> told.place() > readUpTo).toList();
            Json.answer(
                    ctx,
                    200,
                    new NotificationPageJson(
                            json(page.data(), viewer, readUpTo),
                            Pages.next(page, with.cursors(), list),
                            page(unread, UNREAD_MAX, Long.MAX_VALUE, shown)
                                    .data()
                                    .size()));
        });
    }

    private static PageOf<Line> page(List<Told> all, int limit, long before, Shown shown) {
        return PageOf.fill(
                limit,
                before,
                (place, count) -> all.stream()
                        .filter(told -> told.place() < place)
                        .limit(count)
                        .toList(),
                Told::place,
                shown::of);
    }

    private List<NotificationJson> json(List<Line> lines, Viewer viewer, long readUpTo) {
        List<Tweet> tweets =
                lines.stream().map(Line::tweet).filter(Objects::nonNull).toList();
        Iterator<TweetJson> shown = with.presenter().tweets(tweets, viewer).iterator();
        List<NotificationJson> json = new ArrayList<>(lines.size());
        for (Line line : lines) {
            Told told = line.told();
            json.add(new NotificationJson(
                    Long.toString(told.place()),
                    Long.toString(told.group().getBegan()),
                    told.kind().name().toLowerCase(Locale.ROOT),
                    Rfc3339.format(Id.millis(told.place())),
                    told.place() <= readUpTo,
                    line.actors().stream()
                            .map(user -> new AuthorJson(
                                    Long.toString(user.getId()), user.getHandle(), user.getDisplayName()))
                            .toList(),
                    told.others(),
                    line.tweet() == null ? null : shown.next()));
        }
        return json;
    }

    /** What one is told, with the people and the tweet as they are now. */
    private record Line(Told told, List<User> actors, @Nullable Tweet tweet) {}

    /** Looks up each thing once, for the page and for counting what is unread. */
    private final class Shown {
        private final Map<Long, @Nullable User> users = new HashMap<>();
        private final Map<Long, @Nullable Tweet> tweets = new HashMap<>();

        /** Null where the tweet is deleted, or all who did it have left. */
        List<@Nullable Line> of(List<Told> part) {
            lookUp(part);
            List<@Nullable Line> lines = new ArrayList<>(part.size());
            for (Told told : part) {
                Tweet tweet = tweets.get(told.tweet());
                List<User> actors = told.group().getActors().stream()
                        .map(users::get)
                        .filter(Objects::nonNull)
                        .toList();
                boolean gone = (told.tweet() != 0 && tweet == null) || (actors.isEmpty() && told.others() == 0);
                lines.add(gone ? null : new Line(told, actors, tweet));
            }
            return lines;
        }

        private void lookUp(List<Told> part) {
            List<Long> userIds = part.stream()
                    .flatMap(told -> told.group().getActors().stream())
                    .filter(id -> !users.containsKey(id))
                    .distinct()
                    .toList();
            List<Long> tweetIds = part.stream()
                    .map(Told::tweet)
                    .filter(id -> id != 0 && !tweets.containsKey(id))
                    .distinct()
                    .toList();
            enter(users, userIds, userIds.isEmpty() ? List.of() : with.people().find(userIds));
            enter(
                    tweets,
                    tweetIds,
                    tweetIds.isEmpty() ? List.of() : with.tweets().find(tweetIds));
        }

        private static <T> void enter(Map<Long, @Nullable T> known, List<Long> ids, List<@Nullable T> found) {
            for (int place = 0; place < ids.size(); place++) {
                known.put(ids.get(place), found.get(place));
            }
        }
    }
}
