package dev.skein.ingest.api;

import dev.skein.http.JsonBody;
import io.javalin.openapi.OpenApiIgnore;
import io.javalin.openapi.OpenApiRequired;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/sessions} takes: a handle or an e-mail address, and the password. */
public record Login(@Nullable String handle, @Nullable String email, @OpenApiRequired String password) {

    static Login from(JsonBody body) {
        Login login = new Login(
                body.string("handle"), body.string("email"), body.requiredString("password", password -> null));
        if ((login.handle() == null) == (login.email() == null)) {
            body.error(login.handle() == null ? "handle" : "email", "one of handle and email must be there");
        }
        body.done();
        return login;
    }

    /** Who is meant, the same for every way to write it. */
    @OpenApiIgnore
    String normalized() {
        return String.valueOf(handle == null ? email : handle).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "Login[" + (handle == null ? email : handle) + "]";
    }
}
