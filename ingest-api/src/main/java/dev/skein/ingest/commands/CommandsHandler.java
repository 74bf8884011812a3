package dev.skein.ingest.commands;

import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.http.Bearer;
import dev.skein.http.InnerCalls;
import dev.skein.http.Problem;
import dev.skein.http.Problems;
import dev.skein.http.TokenVerifier;
import dev.skein.http.Viewer;
import dev.skein.http.live.Closing;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/commands}: the calls of this API as frames of a WebSocket. */
public final class CommandsHandler implements AutoCloseable {
    private static final String OPENING = "skein-commands";
    private static final int PING_EVERY = 20;

    /** What is known when a connection opens. */
    private record Opening(Viewer viewer, Map<String, String> headers, InnerCalls calls) {}

    private final TokenVerifier tokens;
    private final Clock clock;
    private final String clientAddressHeader;
    private final Map<String, CommandConnection> open = new ConcurrentHashMap<>();
    private int looks;

    /** @param clientAddressHeader in which a proxy names its client; empty: there is no proxy */
    public CommandsHandler(TokenVerifier tokens, Clock clock, String clientAddressHeader) {
        this.tokens = tokens;
        this.clock = clock;
        this.clientAddressHeader = clientAddressHeader;
    }

    /** How many connections there are. */
    public int size() {
        return open.size();
    }

    /** How many commands were taken and are not answered yet. */
    public int inFlight() {
        return open.values().stream().mapToInt(CommandConnection::inFlight).sum();
    }

    @OpenApi(
            path = "/v1/commands",
            methods = HttpMethod.GET,
            operationId = "commands",
            summary = "Call this API over a WebSocket",
            description =
                    "Each frame is one call: {ref, method, path, headers?: {Idempotency-Key?}, body?}, ref being any 1 to 128 characters. Calls are carried out one after the other and answered in "
                            + "that order by {ref, status, headers?: {Location?, Retry-After?}, body?}; what is wrong with a frame is a 400 with its ref. All calls that take a token are taken, but "
                            + "for the operator's. At most 32 are in flight, sent and not answered: the next ones are not refused, they are read as soon as there is room, and until then the client's "
                            + "writes wait. What was read is carried out even if the connection ends before it is answered; sent again with its Idempotency-Key, a tweet is not posted twice. "
                            + "It closes with 4401 when the token ends and what was read before is answered, with 4429 whoever does not read 64 answers, with 4408 whoever does not answer a ping, with 1009 at a frame beyond 64 KiB.",
            tags = "Commands",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            queryParams =
                    @OpenApiParam(name = "access_token", description = "the token, for browsers; else Authorization"),
            responses = {
                @OpenApiResponse(
                        status = "101",
                        description = "a WebSocket",
                        content = @OpenApiContent(from = CommandAnswer.class)),
                @OpenApiResponse(
                        status = "426",
                        description = "this is no WebSocket",
                        content = @OpenApiContent(from = Problem.class))
            })
    public void withoutUpgrade(Context ctx) {
        tokens.verify(Bearer.ofConnection(ctx));
        ctx.header("Upgrade", "websocket");
        throw new ApiException(new ApiError.Other(426, "Upgrade required", "Open a WebSocket here."));
    }

    /** Lets in who has a token. */
    public void upgrade(Context ctx) {
        try {
            String token = Bearer.ofConnection(ctx);
            Map<String, String> headers = new HashMap<>();
            headers.put("Authorization", "Bearer " + token);
            @Nullable String client = clientAddressHeader.isEmpty() ? null : ctx.header(clientAddressHeader);
            if (client != null) {
                headers.put(clientAddressHeader, client);
            }
            ctx.attribute(OPENING, new Opening(tokens.verify(token), headers, ctx.appData(InnerCalls.KEY)));
        } catch (ApiException e) {
            Problems.refuseUpgrade(ctx, e);
        }
    }

    /** What happens on a connection. */
    public void socket(WsConfig socket) {
        socket.onConnect(this::connected);
        socket.onMessage(ctx -> {
            CommandConnection connection = open.get(ctx.sessionId());
            if (connection != null) {
                connection.received(ctx.message());
            }
        });
        socket.onClose(this::over);
        socket.onError(this::over);
    }

    private void connected(WsContext ctx) {
        Opening opening = Objects.requireNonNull(ctx.<Opening>attribute(OPENING));
        open.put(
                ctx.sessionId(),
                new CommandConnection(ctx.session, opening.viewer(), opening.headers(), opening.calls()));
    }

    private void over(WsContext ctx) {
        CommandConnection connection = open.remove(ctx.sessionId());
        if (connection != null) {
            connection.over();
        }
    }

    /** To be asked every second: pings now and then, and ends what must end. */
    public void look() {
        looks++;
        open.values().forEach(connection -> connection.look(tokens, clock.instant(), looks % PING_EVERY == 0));
    }

    /** Ends all of them: the process stops. */
    @Override
    public void close() {
        open.values().forEach(connection -> connection.close(Closing.GOING_AWAY));
    }
}
