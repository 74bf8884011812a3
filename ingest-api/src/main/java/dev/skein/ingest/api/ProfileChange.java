package dev.skein.ingest.api;

import dev.skein.http.JsonBody;
import dev.skein.ingest.postgres.UserStore;
import dev.skein.ingest.rules.ProfileRules;
import io.javalin.openapi.OpenApiDescription;
import org.jspecify.annotations.Nullable;

/** What {@code PATCH /v1/users/me} takes; what is left out stays as it is. */
public record ProfileChange(
        @Nullable String handle,
        @Nullable String displayName,
        @Nullable String bio,
        @Nullable String email,
        @OpenApiDescription("null removes it") @Nullable String phone) {

    static UserStore.Change from(JsonBody body) {
        String phone = body.string("phone", ProfileRules::phone);
        UserStore.Change change = new UserStore.Change(
                body.string("handle", ProfileRules::handle),
                body.string("displayName", ProfileRules::displayName),
                body.string("bio", ProfileRules::bio),
                body.string("email", ProfileRules::email),
                phone,
                phone == null && body.has("phone"));
        body.done();
        return change;
    }
}
