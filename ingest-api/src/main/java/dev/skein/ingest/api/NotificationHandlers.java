package dev.skein.ingest.api;

import dev.skein.http.ApiException;
import dev.skein.http.Async;
import dev.skein.http.Bearer;
import dev.skein.http.Ids;
import dev.skein.http.JsonBody;
import dev.skein.ingest.events.EventLog;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.schemas.activity.NotificationsRead;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiRequestBody;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.time.Clock;

/** How far one has read what concerns one. */
public final class NotificationHandlers {
    private final Actors actors;
    private final Ids ids;
    private final EventLog log;
    private final Clock clock;

    public NotificationHandlers(Actors actors, Ids ids, EventLog log, Clock clock) {
        this.actors = actors;
        this.ids = ids;
        this.log = log;
        this.clock = clock;
    }

    @OpenApi(
            path = "/v1/notifications/read",
            methods = HttpMethod.PUT,
            operationId = "readNotifications",
            summary = "Mark notifications as read, up to one",
            tags = "Notifications",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            requestBody =
                    @OpenApiRequestBody(required = true, content = @OpenApiContent(from = ReadNotifications.class)),
            responses = @OpenApiResponse(status = "204"))
    public void markRead(Context ctx) {
        UserRow reader = actors.writer(ctx);
        ReadNotifications read = ReadNotifications.from(JsonBody.read(ctx));
        if (ids.isFromTheFuture().test(read.upTo())) {
            // It would mark what has not happened yet.
            throw ApiException.unprocessable("upTo", "There is no such notification yet.");
        }
        Async.answer(
                ctx,
                log.write(new NotificationsRead(reader.id(), read.upTo(), clock.millis())),
                done -> ctx.status(204));
    }
}
