package dev.skein.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.EndpointNotFound;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.http.BadMessageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns what went wrong into an answer. */
public final class Problems {
    /** RFC 9457. */
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** Answers {@code failure}, whatever it is; only what is a fault of ours is logged. */
    public static void answer(Throwable failure, Context ctx) {
        ApiError error = errorOf(failure);
        if (error instanceof ApiError.Internal) {
            log.error("{} {} failed", ctx.method(), ctx.path(), failure);
        }
        if (error instanceof ApiError.MethodNotAllowed notAllowed
                && ctx.req().getMethod().equals("OPTIONS")) {
            // Asking what is allowed is always allowed.
            ctx.status(204).header("Allow", notAllowed.allow()).result("");
            return;
        }
        write(ctx, error);
    }

    /** Answers {@code error} as problem+json. */
    public static void write(Context ctx, ApiError error) {
        ctx.status(error.status());
        error.headers().forEach(ctx::header);
        ctx.contentType(CONTENT_TYPE).result(Json.bytes(Problem.of(error)));
    }

    /** Answers a request that would become a WebSocket, where Javalin writes no body: now, and for good. */
    public static void refuseUpgrade(Context ctx, ApiException refusal) {
        write(ctx, refusal.error());
        try {
            ctx.res().getOutputStream().write(Json.bytes(Problem.of(refusal.error())));
        } catch (IOException e) {
            log.debug("The client is gone", e);
        }
        throw refusal;
    }

    /** The documentation's own files are looked for by a plug-in, which says in plain words that one is not there. */
    static void replacePlainNotFound(Context ctx) {
        if (!CONTENT_TYPE.equals(ctx.res().getContentType())) {
            write(ctx, ofStatus(404));
        }
    }

    /** What went wrong, as it is answered. */
    public static ApiError errorOf(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ApiException exception) {
            return exception.error();
        }
        if (cause instanceof EndpointNotFound) {
            return nothingHere();
        }
        if (cause instanceof MethodNotAllowedResponse response) {
            return new ApiError.MethodNotAllowed(
                    String.join(", ", response.getDetails().values()));
        }
        if (cause instanceof HttpResponseException response) {
            return ofStatus(response.getStatus());
        }
        if (cause instanceof BadMessageException message) {
            // Jetty parses some parts of a request only when they are asked for, such as the query string.
            return ofStatus(message.getCode());
        }
        return new ApiError.Internal();
    }

    private static ApiError nothingHere() {
        return new ApiError.NotFound("There is nothing at this address. What there is: " + ApiDocs.PAGE);
    }

    static ApiError ofStatus(int status) {
        return switch (status) {
            case 400 -> new ApiError.BadRequest(List.of());
            case 404 -> nothingHere();
            case 413 -> new ApiError.ContentTooLarge(RequestBody.MAX_BYTES);
            case 500 -> new ApiError.Internal();
            default -> new ApiError.Other(status, "HTTP " + status, "The request was refused.");
        };
    }
}
