package dev.skein.ingest.api;

import dev.skein.http.Async;
import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.JsonBody;
import dev.skein.http.Rfc3339;
import dev.skein.http.Viewer;
import dev.skein.ingest.lookup.Lookups;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.ingest.session.Sessions;
import dev.skein.ingest.session.Tokens;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiRequestBody;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;

/** Logging in and out, and the password. */
public final class SessionHandlers {
    private final Actors actors;
    private final Accounts accounts;
    private final Lookups lookups;
    private final Tokens tokens;
    private final Sessions sessions;
    private final ClientAddress addresses;

    public SessionHandlers(
            Actors actors,
            Accounts accounts,
            Lookups lookups,
            Tokens tokens,
            Sessions sessions,
            ClientAddress addresses) {
        this.actors = actors;
        this.accounts = accounts;
        this.lookups = lookups;
        this.tokens = tokens;
        this.sessions = sessions;
        this.addresses = addresses;
    }

    @OpenApi(
            path = "/v1/sessions",
            methods = HttpMethod.POST,
            operationId = "logIn",
            summary = "Log in by handle or e-mail",
            tags = "Accounts",
            requestBody =
                    @OpenApiRequestBody(
                            required = true,
                            content =
                                    @OpenApiContent(
                                            from = Login.class,
                                            example = "{\"handle\": \"ada\", \"password\": \"analytical\"}")),
            responses = {
                @OpenApiResponse(status = "201", content = @OpenApiContent(from = SessionJson.class)),
                @OpenApiResponse(status = "401", description = "handle, e-mail or password are wrong"),
                @OpenApiResponse(
                        status = "429",
                        description = "too many attempts failed; Retry-After says when to go on")
            })
    public void logIn(Context ctx) {
        Login login = Login.from(JsonBody.read(ctx));
        // A password that is changed while it is looked at opens no session that outlives the change.
        long asked = tokens.now();
        var work = accounts.logIn(login, addresses.of(ctx))
                .thenCompose(user -> lookups.counts(user.id(), null).thenApply(counts -> {
                    Tokens.Issued issued = tokens.issue(user.id(), asked);
                    return new SessionJson(
                            issued.token(), Rfc3339.format(issued.expiresAt()), AccountJson.userOf(user, counts));
                }));
        Async.answer(ctx, work, session -> {
            ctx.header("Cache-Control", "no-store");
            Json.answer(ctx, 201, session);
        });
    }

    @OpenApi(
            path = "/v1/sessions/current",
            methods = HttpMethod.DELETE,
            operationId = "logOut",
            summary = "Log out",
            tags = "Accounts",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            responses = @OpenApiResponse(status = "204"))
    public void logOut(Context ctx) {
        Async.answer(ctx, sessions.end(actors.session(ctx)), ended -> ctx.status(204));
    }

    @OpenApi(
            path = "/v1/sessions",
            methods = HttpMethod.DELETE,
            operationId = "logOutEverywhere",
            summary = "Log out everywhere",
            tags = "Accounts",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            responses = @OpenApiResponse(status = "204"))
    public void logOutEverywhere(Context ctx) {
        Async.answer(ctx, sessions.endAll(actors.session(ctx)), ended -> ctx.status(204));
    }

    @OpenApi(
            path = "/v1/users/me/password",
            methods = HttpMethod.PUT,
            operationId = "changePassword",
            summary = "Change the password; ends all other sessions",
            tags = "Accounts",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            requestBody =
                    @OpenApiRequestBody(
                            required = true,
                            content =
                                    @OpenApiContent(
                                            from = PasswordChange.class,
                                            example = "{\"old\": \"analytical\", \"new\": \"metaphysical\"}")),
            responses = {
                @OpenApiResponse(status = "204"),
                @OpenApiResponse(status = "422", description = "old is not the password"),
                @OpenApiResponse(
                        status = "429",
                        description = "too many attempts failed; Retry-After says when to go on")
            })
    public void changePassword(Context ctx) {
        Viewer session = actors.session(ctx);
        UserRow user = actors.writer(ctx);
        PasswordChange change = PasswordChange.from(JsonBody.read(ctx));
        var work = accounts.changePassword(user, change, addresses.of(ctx))
                .thenCompose(changed -> sessions.endOthers(session));
        Async.answer(ctx, work, ended -> ctx.status(204));
    }
}
