package dev.skein.ingest.api;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdGenerator;
import dev.skein.http.ApiException;
import dev.skein.http.Async;
import dev.skein.http.Bearer;
import dev.skein.http.Ids;
import dev.skein.ingest.events.EventLog;
import dev.skein.ingest.lookup.Found;
import dev.skein.ingest.lookup.Lookups;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Likes, dislikes and retweets of a tweet, and taking them back. */
public final class ReactionHandlers {
    private final Actors actors;
    private final Ids paths;
    private final Lookups lookups;
    private final EventLog log;
    private final IdGenerator ids;
    private final Clock clock;

    public ReactionHandlers(Actors actors, Ids paths, Lookups lookups, EventLog log, IdGenerator ids, Clock clock) {
        this.actors = actors;
        this.paths = paths;
        this.lookups = lookups;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    @OpenApi(
            path = "/v1/tweets/{id}/like",
            methods = HttpMethod.PUT,
            operationId = "like",
            summary = "Like a tweet; replaces a dislike",
            tags = "Reactions",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void like(Context ctx) {
        react(ctx, ReactionEventKind.LIKE);
    }

    @OpenApi(
            path = "/v1/tweets/{id}/like",
            methods = HttpMethod.DELETE,
            operationId = "unlike",
            summary = "Take a like back",
            tags = "Reactions",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void unlike(Context ctx) {
        react(ctx, ReactionEventKind.UNLIKE);
    }

    @OpenApi(
            path = "/v1/tweets/{id}/dislike",
            methods = HttpMethod.PUT,
            operationId = "dislike",
            summary = "Dislike a tweet; replaces a like",
            tags = "Reactions",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void dislike(Context ctx) {
        react(ctx, ReactionEventKind.DISLIKE);
    }

    @OpenApi(
            path = "/v1/tweets/{id}/dislike",
            methods = HttpMethod.DELETE,
            operationId = "undislike",
            summary = "Take a dislike back",
            tags = "Reactions",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void undislike(Context ctx) {
        react(ctx, ReactionEventKind.UNDISLIKE);
    }

    @OpenApi(
            path = "/v1/tweets/{id}/retweet",
            methods = HttpMethod.PUT,
            operationId = "retweet",
            summary = "Pass a tweet on to one's followers",
            tags = "Reactions",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void retweet(Context ctx) {
        retweet(ctx, RetweetEventKind.RETWEETED);
    }

    @OpenApi(
            path = "/v1/tweets/{id}/retweet",
            methods = HttpMethod.DELETE,
            operationId = "unretweet",
            summary = "Take a retweet back",
            tags = "Reactions",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void unretweet(Context ctx) {
        retweet(ctx, RetweetEventKind.UNDONE);
    }

    private void react(Context ctx, ReactionEventKind kind) {
        UserRow actor = actors.writer(ctx);
        long tweetId = paths.inPath(ctx, "id", "tweet");
        CompletableFuture<Void> work = authorOf(tweetId)
                .thenCompose(author -> kind == ReactionEventKind.LIKE ? unlessBlocked(actor, author) : known(author))
                .thenCompose(author -> log.write(new ReactionEvent(kind, actor.id(), tweetId, author, clock.millis())));
        Async.answer(ctx, work, done -> ctx.status(204));
    }

    private void retweet(Context ctx, RetweetEventKind kind) {
        UserRow actor = actors.writer(ctx);
        long tweetId = paths.inPath(ctx, "id", "tweet");
        CompletableFuture<Void> work = authorOf(tweetId).thenCompose(author -> {
            long id = ids.next(Id.shard(actor.id()));
            return log.write(new RetweetEvent(kind, id, actor.nameless(), tweetId, Id.millis(id)));
        });
        Async.answer(ctx, work, done -> ctx.status(204));
    }

    /** Who wrote the tweet, null if it could not be found out in time: then it is taken to be there, and the topologies look again. */
    private CompletableFuture<@Nullable Long> authorOf(long tweetId) {
        return lookups.tweet(tweetId).<@Nullable Long>thenApply(found -> {
            if (found instanceof Found.Absent) {
                throw ApiException.notFound("There is no such tweet.");
            }
            return found instanceof Found.Present<Tweet> present
                    ? (Long) present.value().getAuthor().getId()
                    : null;
        });
    }

    private CompletableFuture<@Nullable Long> unlessBlocked(UserRow actor, @Nullable Long author) {
        if (author == null) {
            return known(null);
        }
        return lookups.isBlocked(actor.id(), author).<@Nullable Long>thenApply(blocked -> {
            if (blocked) {
                throw ApiException.forbidden("The author of the tweet has blocked you.");
            }
            return author;
        });
    }

    private static CompletableFuture<@Nullable Long> known(@Nullable Long author) {
        return CompletableFuture.<@Nullable Long>completedFuture(author);
    }
}
