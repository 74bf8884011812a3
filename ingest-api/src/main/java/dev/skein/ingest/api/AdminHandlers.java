package dev.skein.ingest.api;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdGenerator;
import dev.skein.http.ApiException;
import dev.skein.http.Json;
import dev.skein.http.JsonBody;
import dev.skein.http.RequestBody;
import dev.skein.http.model.UserJson;
import dev.skein.ingest.lookup.Found;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.ingest.postgres.UserStore;
import dev.skein.ingest.rules.ProfileRules;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiRequestBody;
import io.javalin.openapi.OpenApiRequired;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What only the operator may do: add people by the thousand, without passwords. */
public final class AdminHandlers {
    private static final int USERS_MAX = 1_000;
    private static final int BODY_MAX_BYTES = 1024 * 1024;

    /** One of those to add; whoever has the handle already is answered instead. */
    public record NewUser(@OpenApiRequired String handle, @Nullable String displayName, @Nullable String email) {}

    /** The users in the order in which they were asked for. */
    public record AddedUsers(List<UserJson> data) {}

    private final Operator operator;
    private final UserStore store;
    private final IdGenerator ids;

    public AdminHandlers(Operator operator, UserStore store, IdGenerator ids) {
        this.operator = operator;
        this.store = store;
        this.ids = ids;
    }

    @OpenApi(
            path = "/v1/admin/users",
            methods = HttpMethod.POST,
            operationId = "addUsers",
            summary = "Add up to 1,000 users; whoever has the handle already is answered instead",
            tags = "Operator",
            security = @OpenApiSecurity(name = Operator.TOKEN),
            requestBody =
                    @OpenApiRequestBody(
                            required = true,
                            content =
                                    @OpenApiContent(
                                            from = NewUser[].class,
                                            example = "[{\"handle\": \"ada\", \"displayName\": \"Ada\"}]")),
            responses = @OpenApiResponse(status = "201", content = @OpenApiContent(from = AddedUsers.class)))
    public void addUsers(Context ctx) {
        operator.require(ctx);
        List<NewUser> wanted = parse(RequestBody.readJson(ctx, BODY_MAX_BYTES));
        Json.answer(ctx, 201, new AddedUsers(add(wanted)));
    }

    private static List<NewUser> parse(byte[] body) {
        List<JsonBody> objects = JsonBody.parseArray(body, USERS_MAX);
        List<NewUser> users = new ArrayList<>(objects.size());
        for (JsonBody object : objects) {
            users.add(new NewUser(
                    object.requiredString("handle", ProfileRules::handle),
                    object.string("displayName", ProfileRules::displayName),
                    object.string("email", ProfileRules::email)));
        }
        objects.forEach(JsonBody::done);
        return users;
    }

    private List<UserJson> add(List<NewUser> wanted) {
        store.insertWhereFree(wanted.stream().map(this::row).toList());
        Map<String, UserRow> byHandle =
                store.byHandles(wanted.stream().map(NewUser::handle).toList());
        List<UserJson> users = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            UserRow user = byHandle.get(wanted.get(i).handle().toLowerCase(Locale.ROOT));
            if (user == null) {
                // Nobody has the handle, and yet it was not added: so somebody has the address.
                throw ApiException.conflict("[" + i + "].email", "This email is taken.");
            }
            users.add(AccountJson.userOf(user, new Found.Unknown<>()));
        }
        return users;
    }

    private UserRow row(NewUser wanted) {
        long id = ids.next(ThreadLocalRandom.current().nextInt(Id.SHARDS));
        String displayName = wanted.displayName();
        return new UserRow(
                id,
                wanted.handle(),
                wanted.email(),
                null,
                null,
                displayName == null ? wanted.handle() : displayName,
                "",
                Id.millis(id),
                1);
    }
}
