package dev.skein.ingest.api;

import dev.skein.http.JsonBody;
import dev.skein.ingest.rules.ProfileRules;
import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiIgnore;
import io.javalin.openapi.OpenApiRequired;
import io.javalin.openapi.OpenApiStringValidation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/users} takes. */
public record Registration(
        @OpenApiRequired
                @OpenApiStringValidation(pattern = "[A-Za-z0-9_]{1,30}")
                @OpenApiDescription("unique without case")
                String handle,
        @OpenApiRequired String email,
        @OpenApiRequired @OpenApiStringValidation(minLength = "8", maxLength = "256") String password,
        @OpenApiDescription("1 to 50 code points; the handle if left out") @Nullable String displayName,
        @Nullable String phone) {

    static Registration from(JsonBody body) {
        Registration registration = new Registration(
                body.requiredString("handle", ProfileRules::handle),
                body.requiredString("email", ProfileRules::email),
                body.requiredString("password", ProfileRules::password),
                body.string("displayName", ProfileRules::displayName),
                body.string("phone", ProfileRules::phone));
        body.done();
        return registration;
    }

    /** All of it but the password, whose quick hash must not lie about. */
    @OpenApiIgnore
    Registration withoutPassword() {
        return new Registration(handle, email.toLowerCase(Locale.ROOT), "", displayName, phone);
    }

    @Override
    public String toString() {
        return "Registration[" + handle + "]";
    }
}
