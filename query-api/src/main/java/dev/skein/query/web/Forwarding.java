package dev.skein.query.web;

import dev.skein.catalog.Store;
import dev.skein.http.ApiException;
import dev.skein.http.Problems;
import dev.skein.query.fetch.Peers;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Routing;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request where the partition lies: here, on the request's thread, in the usual case; else by one forward of the
 * whole request. An instance that refuses, hangs or has not got its store ready makes way for the next that has a copy.
 */
public final class Forwarding {
    /** Says that a request was forwarded: whoever gets it answers it. */
    public static final String HOP = "Skein-Hop";
    /** How old an answer from a copy may be. */
    public static final String LAG = "Skein-Lag-Ms";

    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final String AUTHORIZATION = "Authorization";
    private static final int UNAVAILABLE = 503;
    private static final List<String> PASSED_ON = List.of("Retry-After", "WWW-Authenticate", "Cache-Control", LAG);

    private final Routing routing;
    private final LocalStores stores;
    private final Peers peers;
    private final Executor executor;

    /** @param executor answers what could not be answered elsewhere */
    public Forwarding(Routing routing, LocalStores stores, Peers peers, Executor executor) {
        this.routing = routing;
        this.stores = stores;
        this.peers = peers;
        this.executor = executor;
    }

    /**
     * Answers {@code ctx} where {@code partition} of {@code store} lies.
     *
     * @param here answers it from the stores of this process
     */
    public void serve(Context ctx, Store<?, ?> store, int partition, Runnable here) {
        if (ctx.header(HOP) != null) {
            answerHere(ctx, store, partition, here);
            return;
        }
        boolean ownedHere = routing.isHere(store, partition);
        ApiException unavailable = ApiException.unavailable("The store " + store.name() + " is moving.");
        if (ownedHere) {
            try {
                answerHere(ctx, store, partition, here);
                return;
            } catch (ApiException e) {
                if (e.error().status() != UNAVAILABLE) {
                    throw e;
                }
                // It is being restored; perhaps somebody has a copy.
                unavailable = e;
            }
        }
        List<Instance> candidates = routing.candidates(store, partition).stream()
                .filter(instance -> !ownedHere || !instance.equals(routing.self()))
                .toList();
        if (candidates.isEmpty()) {
            throw unavailable;
        }
        Question question = new Question(pathAndQuery(ctx), ctx.header(AUTHORIZATION), store, partition, here);
        ctx.future(() -> ask(ctx, candidates, 0, question));
    }

    private record Question(
            String pathAndQuery, @Nullable String authorization, Store<?, ?> store, int partition, Runnable here) {
        HttpRequest.Builder to(Instance peer) {
            HttpRequest.Builder request = Peers.to(peer, pathAndQuery).header(HOP, "1");
            return authorization == null ? request : request.header(AUTHORIZATION, authorization);
        }
    }

    private CompletableFuture<Void> ask(Context ctx, List<Instance> candidates, int index, Question question) {
        Instance candidate = candidates.get(index);
        boolean last = index == candidates.size() - 1;
        CompletableFuture<@Nullable HttpResponse<byte[]>> answer = candidate.equals(routing.self())
                ? CompletableFuture.runAsync(
                                () -> answerHere(ctx, question.store(), question.partition(), question.here()),
                                executor)
                        .thenApply(done -> null)
                : peers.send(candidate, question.to(candidate), WITHIN).thenApply(response -> {
                    if (response.statusCode() == UNAVAILABLE && !last) {
                        throw ApiException.unavailable("not ready");
                    }
                    return response;
                });
        return answer.thenAccept(response -> {
                    if (response != null) {
                        passOn(ctx, response);
                    }
                })
                .exceptionallyCompose(failure -> {
                    if (!last) {
                        return ask(ctx, candidates, index + 1, question);
                    }
                    fail(ctx, candidate, failure);
                    return CompletableFuture.completedFuture(null);
                });
    }

    private void fail(Context ctx, Instance candidate, Throwable failure) {
        Problems.answer(
                candidate.equals(routing.self())
                        ? failure
                        : ApiException.unavailable("The instance that holds this does not answer."),
                ctx);
    }

    private void answerHere(Context ctx, Store<?, ?> store, int partition, Runnable here) {
        try {
            here.run();
        } catch (StoreUnavailableException e) {
            throw ApiException.unavailable(e.reason());
        }
        stores.lagMillis(store, partition).ifPresent(lag -> ctx.header(LAG, Long.toString(lag)));
    }

    private static String pathAndQuery(Context ctx) {
        StringBuilder path = new StringBuilder(ctx.path());
        char separator = '?';
        // Written anew: a query may hold what a server lets pass and a client does not.
        for (var parameter : ctx.queryParamMap().entrySet()) {
            for (String value : parameter.getValue()) {
                path.append(separator)
                        .append(encoded(parameter.getKey()))
                        .append('=')
                        .append(encoded(value));
                separator = '&';
            }
        }
        return path.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void passOn(Context ctx, HttpResponse<byte[]> response) {
        ctx.status(response.statusCode())
                .header("Content-Length", Integer.toString(response.body().length))
                .result(response.body());
        response.headers().firstValue("Content-Type").ifPresent(ctx::contentType);
        for (String header : PASSED_ON) {
            response.headers().firstValue(header).ifPresent(value -> ctx.header(header, value));
        }
    }
}
