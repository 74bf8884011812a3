package dev.skein.query.web;

import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.http.Bearer;
import dev.skein.http.Ids;
import dev.skein.http.InnerCalls;
import dev.skein.http.Json;
import dev.skein.http.JsonBody;
import dev.skein.http.PageRequest;
import dev.skein.http.Problem;
import dev.skein.http.Problems;
import dev.skein.http.TokenVerifier;
import dev.skein.http.Viewer;
import dev.skein.http.live.EventChannel;
import dev.skein.http.live.SocketChannel;
import dev.skein.query.live.LiveStream;
import dev.skein.query.live.StreamPosition;
import dev.skein.query.live.Streams;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/stream}: as a WebSocket, or as Server-Sent Events. */
final class StreamHandlers {
    private static final int SHOWN_MAX = 200;
    private static final String OPENING = "skein-stream";
    private static final String EVENTS = "text/event-stream";

    /** What is known when a WebSocket opens. */
    private record Opening(
            Viewer viewer, String token, @Nullable StreamPosition after, Set<Long> show, InnerCalls calls) {}

    private final TokenVerifier tokens;
    private final Streams streams;
    private final Map<String, LiveStream> sockets = new ConcurrentHashMap<>();

    StreamHandlers(TokenVerifier tokens, Streams streams) {
        this.tokens = tokens;
        this.streams = streams;
    }

    @OpenApi(
            path = "/v1/stream",
            methods = HttpMethod.GET,
            operationId = "stream",
            summary = "What happens, live: a WebSocket, or Server-Sent Events with Accept: text/event-stream",
            description =
                    "Events: open (what happens from then on is told), item (a TimelineItem that entered the home timeline), notification (as in /v1/notifications), engagement ({id, engagement} of a tweet "
                            + "that the client shows), edited (a Tweet that it shows, as it now is, without the viewer's marks), removed ({id} of a tweet that it shows and that is gone), reload ({what: timeline or notifications}: more has changed than is told), problem, close (SSE only: {code, reason}). Over a WebSocket each is a frame {event, id?, data}; "
                            + "a client says what it shows by a frame {show: [ids]}, at most 200, which replaces what it said before. Whoever comes back with the id of the last event gets what they missed. "
                            + "It closes with 4401 when the token ends, with 4429 whoever does not read, with 4408 whoever does not answer a ping.",
            tags = "Streams",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            queryParams = {
                @OpenApiParam(
                        name = "after",
                        description =
                                "the id of the last event that was seen, or of an entry; Last-Event-ID comes before it"),
                @OpenApiParam(
                        name = "show",
                        description = "ids of tweets whose counts are shown, with commas; at most 200"),
                @OpenApiParam(name = "access_token", description = "the token, for browsers; else Authorization")
            },
            responses = {
                @OpenApiResponse(status = "101", description = "a WebSocket"),
                @OpenApiResponse(status = "200", content = @OpenApiContent(mimeType = EVENTS, from = String.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "401", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "426", content = @OpenApiContent(from = Problem.class))
            })
    void events(Context ctx) {
        Opening opening = opening(ctx);
        String accept = ctx.header("Accept");
        if (accept == null || !accept.contains(EVENTS)) {
            ctx.header("Upgrade", "websocket");
            throw new ApiException(new ApiError.Other(
                    426, "Upgrade required", "Open a WebSocket here, or ask with Accept: " + EVENTS + "."));
        }
        EventChannel channel = EventChannel.open(ctx);
        LiveStream stream = streams.open(
                opening.viewer(),
                opening.token(),
                channel,
                StreamHandlers::asEvent,
                opening.after(),
                opening.show(),
                opening.calls());
        channel.whenEnded(() -> streams.close(stream));
    }

    /** Lets in who has a token. */
    void upgrade(Context ctx) {
        try {
            ctx.attribute(OPENING, opening(ctx));
        } catch (ApiException e) {
            Problems.refuseUpgrade(ctx, e);
        }
    }

    /** What happens on a WebSocket. */
    void socket(WsConfig socket) {
        socket.onConnect(ctx -> {
            Opening opening = Objects.requireNonNull(ctx.<Opening>attribute(OPENING));
            sockets.put(
                    ctx.sessionId(),
                    streams.open(
                            opening.viewer(),
                            opening.token(),
                            new SocketChannel(ctx.session),
                            StreamHandlers::asFrame,
                            opening.after(),
                            opening.show(),
                            opening.calls()));
        });
        socket.onMessage(ctx -> {
            LiveStream stream = sockets.get(ctx.sessionId());
            if (stream != null) {
                received(stream, ctx.message());
            }
        });
        socket.onClose(this::over);
        socket.onError(this::over);
    }

    private void received(LiveStream stream, String frame) {
        try {
            JsonBody body = JsonBody.parse(frame.getBytes(StandardCharsets.UTF_8));
            Set<Long> shown = ids("show", body.strings("show", SHOWN_MAX));
            body.done();
            streams.show(stream, shown);
        } catch (ApiException e) {
            stream.tell("problem", new String(Json.bytes(Problem.of(e.error())), StandardCharsets.UTF_8));
        }
    }

    private void over(WsContext ctx) {
        LiveStream stream = sockets.remove(ctx.sessionId());
        if (stream != null) {
            streams.close(stream);
        }
    }

    private Opening opening(Context ctx) {
        String token = Bearer.ofConnection(ctx);
        Viewer viewer = tokens.verify(token);
        String show = PageRequest.parameter(ctx, "show");
        List<String> shown = show == null || show.isEmpty() ? List.of() : List.of(show.split(",", -1));
        if (shown.size() > SHOWN_MAX) {
            throw ApiException.badRequest("show", "must be at most " + SHOWN_MAX + " ids");
        }
        return new Opening(viewer, token, after(ctx), ids("show", shown), ctx.appData(InnerCalls.KEY));
    }

    private static @Nullable StreamPosition after(Context ctx) {
        String last = ctx.header("Last-Event-ID");
        String field = last == null ? "after" : "Last-Event-ID";
        String text = last == null ? PageRequest.parameter(ctx, "after") : last;
        if (text == null || text.isEmpty()) {
            return null;
        }
        StreamPosition position = StreamPosition.parse(text);
        if (position == null) {
            throw ApiException.badRequest(field, "is not the id of an event");
        }
        return position;
    }

    private static Set<Long> ids(String field, List<String> texts) {
        Set<Long> ids = new LinkedHashSet<>();
        for (String text : texts) {
            long id = Ids.parse(text);
            if (id == Ids.NONE) {
                throw ApiException.badRequest(field, "holds something that is not an id");
            }
            ids.add(id);
        }
        return ids;
    }

    private static String asFrame(String event, @Nullable String id, String json) {
        String place = id == null ? "" : ",\"id\":\"" + id + "\"";
        return "{\"event\":\"" + event + "\"" + place + ",\"data\":" + json + "}";
    }

    private static String asEvent(String event, @Nullable String id, String json) {
        String place = id == null ? "" : "id: " + id + "\n";
        return "event: " + event + "\n" + place + "data: " + json + "\n\n";
    }
}
