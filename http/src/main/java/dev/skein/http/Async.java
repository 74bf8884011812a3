package dev.skein.http;

import io.javalin.config.Key;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Answering once some work is done, without a thread that waits for it. */
public final class Async {
    static final Key<Executor> THREADS = new Key<>("skein-http-threads");

    private Async() {}

    /** Answers with {@code respond} when {@code work} is done, or the problem it failed with. Both are written on the server's own threads: whoever does the work must not wait for a slow client. */
    public static <T> void answer(Context ctx, CompletableFuture<T> work, Consumer<T> respond) {
        Executor threads = ctx.appData(THREADS);
        ctx.future(() -> work.handleAsync(
                (value, failure) -> {
                    if (failure != null) {
                        throw failure instanceof CompletionException wrapped
                                ? wrapped
                                : new CompletionException(failure);
                    }
                    respond.accept(value);
                    return value;
                },
                threads));
    }
}
