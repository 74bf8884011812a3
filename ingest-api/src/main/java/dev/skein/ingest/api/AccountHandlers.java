package dev.skein.ingest.api;

import dev.skein.http.Async;
import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.JsonBody;
import dev.skein.ingest.lookup.Found;
import dev.skein.ingest.lookup.Lookups;
import dev.skein.ingest.lookup.UserCounts;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.ingest.postgres.UserStore;
import dev.skein.ingest.session.Sessions;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiRequestBody;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import org.jspecify.annotations.Nullable;

/** Registering, and one's own account. */
public final class AccountHandlers {
    private final Actors actors;
    private final Accounts accounts;
    private final Lookups lookups;
    private final Sessions sessions;

    public AccountHandlers(Actors actors, Accounts accounts, Lookups lookups, Sessions sessions) {
        this.actors = actors;
        this.accounts = accounts;
        this.lookups = lookups;
        this.sessions = sessions;
    }

    @OpenApi(
            path = "/v1/users",
            methods = HttpMethod.POST,
            operationId = "register",
            summary = "Register",
            tags = "Accounts",
            headers =
                    @OpenApiParam(
                            name = "Idempotency-Key",
                            description = "the same key and request register one user, for 24 hours"),
            requestBody =
                    @OpenApiRequestBody(
                            required = true,
                            content =
                                    @OpenApiContent(
                                            from = Registration.class,
                                            example =
                                                    "{\"handle\": \"ada\", \"email\": \"ada@example.org\", \"password\": \"analytical\"}")),
            responses = {
                @OpenApiResponse(status = "201", content = @OpenApiContent(from = AccountJson.class)),
                @OpenApiResponse(status = "409", description = "handle or e-mail are taken")
            })
    public void register(Context ctx) {
        Registration wanted = Registration.from(JsonBody.read(ctx));
        @Nullable String key = IdempotencyKey.of(ctx);
        Async.answer(ctx, accounts.register(wanted, key), user -> {
            ctx.header("Location", "/v1/users/" + user.id());
            Json.answer(ctx, 201, AccountJson.of(user, new Found.Present<>(UserCounts.NONE)));
        });
    }

    @OpenApi(
            path = "/v1/users/me",
            methods = HttpMethod.GET,
            operationId = "me",
            summary = "One's own account",
            tags = "Accounts",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            responses = @OpenApiResponse(status = "200", content = @OpenApiContent(from = AccountJson.class)))
    public void read(Context ctx) {
        UserRow user = accounts.read(actors.reader(ctx));
        answer(ctx, user);
    }

    @OpenApi(
            path = "/v1/users/me",
            methods = HttpMethod.PATCH,
            operationId = "changeMe",
            summary = "Change one's own account",
            tags = "Accounts",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            requestBody =
                    @OpenApiRequestBody(
                            required = true,
                            content =
                                    @OpenApiContent(
                                            from = ProfileChange.class,
                                            example =
                                                    "{\"displayName\": \"Ada Lovelace\", \"bio\": \"Analyst and metaphysician\"}")),
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = AccountJson.class)),
                @OpenApiResponse(status = "409", description = "handle or e-mail are taken")
            })
    public void change(Context ctx) {
        UserRow user = actors.writer(ctx);
        UserStore.Change change = ProfileChange.from(JsonBody.read(ctx));
        answer(ctx, accounts.change(user, change));
    }

    @OpenApi(
            path = "/v1/users/me",
            methods = HttpMethod.DELETE,
            operationId = "deleteMe",
            summary = "Delete one's own account",
            tags = "Accounts",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            responses = @OpenApiResponse(status = "204"))
    public void delete(Context ctx) {
        UserRow user = actors.writer(ctx);
        // The sessions first: were they left over, nobody could end them any more.
        Async.answer(ctx, sessions.endForGood(user.id()).thenRun(() -> accounts.delete(user)), done -> ctx.status(204));
    }

    private void answer(Context ctx, UserRow user) {
        Async.answer(
                ctx,
                lookups.counts(user.id(), Bearer.token(ctx)),
                counts -> Json.answer(ctx, 200, AccountJson.of(user, counts)));
    }
}
