package dev.skein.ingest.api;

import dev.skein.http.ApiException;
import dev.skein.http.Async;
import dev.skein.http.Bearer;
import dev.skein.http.Ids;
import dev.skein.ingest.events.EventLog;
import dev.skein.ingest.lookup.Lookups;
import dev.skein.ingest.postgres.People;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.schemas.follow.Dismissal;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** Following, blocking and muting somebody, and taking it back; not wanting somebody suggested. */
public final class RelationHandlers {
    private final Actors actors;
    private final Ids ids;
    private final People people;
    private final Lookups lookups;
    private final EventLog log;
    private final Clock clock;

    public RelationHandlers(Actors actors, Ids ids, People people, Lookups lookups, EventLog log, Clock clock) {
        this.actors = actors;
        this.ids = ids;
        this.people = people;
        this.lookups = lookups;
        this.log = log;
        this.clock = clock;
    }

    @OpenApi(
            path = "/v1/users/{id}/follow",
            methods = HttpMethod.PUT,
            operationId = "follow",
            summary = "Follow somebody",
            tags = "Relations",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void follow(Context ctx) {
        relate(ctx, FollowEventKind.FOLLOW);
    }

    @OpenApi(
            path = "/v1/users/{id}/follow",
            methods = HttpMethod.DELETE,
            operationId = "unfollow",
            summary = "Follow somebody no longer",
            tags = "Relations",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void unfollow(Context ctx) {
        relate(ctx, FollowEventKind.UNFOLLOW);
    }

    @OpenApi(
            path = "/v1/users/{id}/block",
            methods = HttpMethod.PUT,
            operationId = "block",
            summary = "Block somebody; ends follows both ways",
            tags = "Relations",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void block(Context ctx) {
        relate(ctx, FollowEventKind.BLOCK);
    }

    @OpenApi(
            path = "/v1/users/{id}/block",
            methods = HttpMethod.DELETE,
            operationId = "unblock",
            summary = "Block somebody no longer",
            tags = "Relations",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void unblock(Context ctx) {
        relate(ctx, FollowEventKind.UNBLOCK);
    }

    @OpenApi(
            path = "/v1/users/{id}/mute",
            methods = HttpMethod.PUT,
            operationId = "mute",
            summary = "Mute somebody",
            tags = "Relations",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void mute(Context ctx) {
        relate(ctx, FollowEventKind.MUTE);
    }

    @OpenApi(
            path = "/v1/users/{id}/mute",
            methods = HttpMethod.DELETE,
            operationId = "unmute",
            summary = "Mute somebody no longer",
            tags = "Relations",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void unmute(Context ctx) {
        relate(ctx, FollowEventKind.UNMUTE);
    }

    @OpenApi(
            path = "/v1/suggestions/{id}",
            methods = HttpMethod.DELETE,
            operationId = "dismissSuggestion",
            summary = "Have somebody suggested no more",
            tags = "Relations",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            pathParams = @OpenApiParam(name = "id", required = true),
            responses = @OpenApiResponse(status = "204"))
    public void dismiss(Context ctx) {
        UserRow actor = actors.writer(ctx);
        long target = target(ctx, actor);
        Async.answer(ctx, log.write(new Dismissal(actor.id(), target, clock.millis())), done -> ctx.status(204));
    }

    private long target(Context ctx, UserRow actor) {
        long target = ids.inPath(ctx, "id", "user");
        if (target == actor.id()) {
            throw ApiException.unprocessable("id", "That is yourself.");
        }
        if (people.byId(target).isEmpty()) {
            throw ApiException.notFound("There is no such user.");
        }
        return target;
    }

    private void relate(Context ctx, FollowEventKind kind) {
        UserRow actor = actors.writer(ctx);
        long target = target(ctx, actor);
        CompletableFuture<Void> work = refused(kind, actor.id(), target).thenCompose(blocked -> {
            if (blocked) {
                throw ApiException.forbidden("This user has blocked you.");
            }
            return log.write(new FollowEvent(kind, actor.id(), target, clock.millis()));
        });
        Async.answer(ctx, work, done -> ctx.status(204));
    }

    private CompletableFuture<Boolean> refused(FollowEventKind kind, long actor, long target) {
        return kind == FollowEventKind.FOLLOW
                ? lookups.isBlocked(actor, target)
                : CompletableFuture.completedFuture(false);
    }
}
