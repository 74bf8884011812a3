package dev.skein.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/** A route of the contract whose time has not come: 501 with a sentence that says what it will do. */
public record Later(String what) implements Handler {
    @Override
    public void handle(Context ctx) {
        throw new ApiException(new ApiError.NotImplemented(what + " comes with a later release."));
    }
}
