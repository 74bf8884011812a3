package dev.skein.ingest.api;

import dev.skein.http.ApiException;
import dev.skein.http.Async;
import dev.skein.http.Ids;
import dev.skein.http.Json;
import dev.skein.http.JsonBody;
import dev.skein.http.RequestBody;
import dev.skein.http.Rfc3339;
import dev.skein.ingest.events.EventLog;
import dev.skein.ingest.postgres.UserStore;
import dev.skein.ingest.session.Tokens;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiRequestBody;
import io.javalin.openapi.OpenApiRequired;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What a replay or a load test needs before it can begin, for the operator alone: follow edges and sessions by the thousand. */
public final class BulkHandlers {
    private static final int BULK_MAX = 1_000;
    private static final int BODY_MAX_BYTES = 1024 * 1024;

    /** One follows another. */
    public record NewFollow(@OpenApiRequired String follower, @OpenApiRequired String followee) {}

    /** Whose sessions to open. */
    public record SessionsWanted(@OpenApiRequired List<String> userIds) {}

    /** A session that was opened. */
    public record OpenedSession(String userId, String token, String expiresAt) {

        @Override
        public String toString() {
            return "OpenedSession[" + userId + "]";
        }
    }

    /** The sessions in the order in which they were asked for. */
    public record OpenedSessions(List<OpenedSession> data) {}

    private final Operator operator;
    private final UserStore store;
    private final Tokens tokens;
    private final EventLog log;
    private final Clock clock;

    public BulkHandlers(Operator operator, UserStore store, Tokens tokens, EventLog log, Clock clock) {
        this.operator = operator;
        this.store = store;
        this.tokens = tokens;
        this.log = log;
        this.clock = clock;
    }

    @OpenApi(
            path = "/v1/admin/follows",
            methods = HttpMethod.POST,
            operationId = "addFollows",
            summary = "Make up to 1,000 follow edges; who they are between is not looked up",
            tags = "Operator",
            security = @OpenApiSecurity(name = Operator.TOKEN),
            requestBody = @OpenApiRequestBody(required = true, content = @OpenApiContent(from = NewFollow[].class)),
            responses = @OpenApiResponse(status = "204"))
    public void follow(Context ctx) {
        operator.require(ctx);
        long now = clock.millis();
        List<FollowEvent> events = new ArrayList<>();
        List<JsonBody> edges = JsonBody.parseArray(RequestBody.readJson(ctx, BODY_MAX_BYTES), BULK_MAX);
        for (JsonBody edge : edges) {
            long follower = edge.requiredId("follower");
            long followee = edge.requiredId("followee");
            if (follower == followee && follower != Ids.NONE) {
                edge.error("followee", "is the follower");
            }
            events.add(new FollowEvent(FollowEventKind.FOLLOW, follower, followee, now));
        }
        edges.forEach(JsonBody::done);
        CompletableFuture<?>[] written = events.stream().map(log::write).toArray(CompletableFuture<?>[]::new);
        Async.answer(ctx, CompletableFuture.allOf(written), done -> ctx.status(204));
    }

    @OpenApi(
            path = "/v1/admin/sessions",
            methods = HttpMethod.POST,
            operationId = "openSessions",
            summary = "Open sessions for up to 1,000 users, without their passwords",
            tags = "Operator",
            security = @OpenApiSecurity(name = Operator.TOKEN),
            requestBody = @OpenApiRequestBody(required = true, content = @OpenApiContent(from = SessionsWanted.class)),
            responses = @OpenApiResponse(status = "201", content = @OpenApiContent(from = OpenedSessions.class)))
    public void openSessions(Context ctx) {
        operator.require(ctx);
        JsonBody body = JsonBody.parse(RequestBody.readJson(ctx, BODY_MAX_BYTES));
        List<String> wanted = body.strings("userIds", BULK_MAX);
        for (String id : wanted) {
            if (Ids.parse(id) == Ids.NONE) {
                body.error("userIds", "holds something that is not an id");
                break;
            }
        }
        body.done();
        Set<Long> existing = store.existing(wanted.stream().map(Ids::parse).toList());
        List<OpenedSession> opened = new ArrayList<>(wanted.size());
        for (String id : wanted) {
            if (!existing.contains(Ids.parse(id))) {
                throw ApiException.unprocessable("userIds", "There is no user " + id + ".");
            }
            Tokens.Issued issued = tokens.issue(Ids.parse(id));
            opened.add(new OpenedSession(id, issued.token(), Rfc3339.format(issued.expiresAt())));
        }
        Json.answer(ctx, 201, new OpenedSessions(opened));
    }
}
