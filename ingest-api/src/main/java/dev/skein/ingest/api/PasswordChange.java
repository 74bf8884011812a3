package dev.skein.ingest.api;

import dev.skein.http.JsonBody;
import dev.skein.ingest.rules.ProfileRules;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiRequired;
import io.javalin.openapi.OpenApiStringValidation;

/**
 * What {@code PUT /v1/users/me/password} takes.
 *
 * @param before the password that counts until now, in JSON {@code old}
 * @param after the one from now on, in JSON {@code new}
 */
@OpenApiName("PasswordChange")
public record PasswordChange(
        @OpenApiName("old") @OpenApiRequired String before,
        @OpenApiName("new") @OpenApiRequired @OpenApiStringValidation(minLength = "8", maxLength = "256")
                String after) {

    static PasswordChange from(JsonBody body) {
        PasswordChange change = new PasswordChange(
                body.requiredString("old", password -> null), body.requiredString("new", ProfileRules::password));
        body.done();
        return change;
    }

    @Override
    public String toString() {
        return "PasswordChange[]";
    }
}
