package dev.skein.query.web;

import dev.skein.http.Bearer;
import dev.skein.http.Cursors;
import dev.skein.http.Ids;
import dev.skein.query.archive.Archive;
import dev.skein.query.fetch.Fetch;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.routing.Routing;
import dev.skein.query.search.Search;
import io.javalin.router.JavalinDefaultRouting;
import java.time.Clock;
import java.util.function.Consumer;

/** Every route of the query API. {@code /health/*}, {@code /metrics}, {@code /openapi.json} and {@code /docs} come with the server. */
public final class Routes implements Consumer<JavalinDefaultRouting> {
    private final TimelineHandlers timelines;
    private final UserHandlers users;
    private final TweetHandlers tweets;
    private final TrendsHandler trends;
    private final SearchHandlers search;
    private final NotificationHandlers notifications;
    private final SuggestionHandlers suggestions;
    private final InternalHandlers internal;
    private final Live live;

    /** Wires the handlers. */
    public Routes(
            Bearer bearer,
            Ids ids,
            Cursors cursors,
            Routing routing,
            Forwarding forwarding,
            LocalStores stores,
            Fetch fetch,
            Activity activity,
            Search search,
            Archive archive,
            Live live,
            Clock clock) {
        Shared with = new Shared(
                bearer,
                ids,
                cursors,
                routing,
                forwarding,
                stores,
                new Reads(stores, routing),
                new People(fetch),
                new Tweets(fetch),
                live.presenter(),
                activity);
        timelines = new TimelineHandlers(with, archive);
        users = new UserHandlers(with);
        tweets = new TweetHandlers(with);
        trends = new TrendsHandler(stores);
        this.search = new SearchHandlers(with, search);
        notifications = new NotificationHandlers(with, clock);
        suggestions = new SuggestionHandlers(with);
        internal = new InternalHandlers(with, fetch);
        this.live = live;
    }

    @Override
    public void accept(JavalinDefaultRouting router) {
        router.get("/v1/timelines/home", timelines::home);

        router.get("/v1/users/me/likes", tweets::likedByMe);
        router.get("/v1/users/by-handle/{handle}", users::byHandle);
        router.get("/v1/users/{id}", users::byId);
        router.get("/v1/users/{id}/tweets", timelines::ofUser);
        router.get("/v1/users/{id}/followers", users::followers);
        router.get("/v1/users/{id}/following", users::following);

        router.get("/v1/tweets/{id}", tweets::byId);
        router.get("/v1/tweets/{id}/replies", tweets::replies);
        router.get("/v1/tweets/{id}/likes", users::likers);
        router.get("/v1/tweets/{id}/retweets", users::retweeters);

        router.get("/v1/trends", trends::trends);

        router.get("/v1/search/tweets", search::tweets);
        router.get("/v1/search/users", search::users);
        router.get("/v1/notifications", notifications::notifications);
        router.get("/v1/suggestions", suggestions::suggestions);
        live.register(router);

        router.get("/internal/v1/tweets/{id}", internal::tweet);
        router.get("/internal/v1/relations/{actor}/{target}", internal::relation);
        router.post(Fetch.PATH, internal::lookups);
    }
}
