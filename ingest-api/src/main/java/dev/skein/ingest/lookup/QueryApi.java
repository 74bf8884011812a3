package dev.skein.ingest.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.http.Ids;
import dev.skein.http.Json;
import dev.skein.schemas.tweet.Media;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the query API, within a deadline and without holding a thread. Of several instances each is asked in turn; one that
 * refuses or is not ready makes way for the next.
 *
 * <p>When it does not keep up, asking on makes it worse: each question that is given up leaves a connection behind that the
 * other side has yet to find closed. So there is a bound on questions under way, and after mostly failures a pause in which
 * the answer is "unknown" at once.
 */
public final class QueryApi {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private static final int UNDER_WAY_MAX = 256;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Of the last hundred questions, or fewer after a pause. */
    private static final float FAILED_PERCENT_MAX = 80;

    private static final int JUDGED = 100;
    private static final int TRIED_AFTER_PAUSE = 10;

    private final List<URI> instances;
    private final Duration deadline;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient client;
    private final Bulkhead underWay = Bulkhead.of(
            "query-api",
            BulkheadConfig.custom()
                    .maxConcurrentCalls(UNDER_WAY_MAX)
                    .maxWaitDuration(Duration.ZERO)
                    .build());
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "query-api",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(JUDGED)
                    .minimumNumberOfCalls(JUDGED)
                    .failureRateThreshold(FAILED_PERCENT_MAX)
                    .waitDurationInOpenState(PAUSE)
                    .permittedNumberOfCallsInHalfOpenState(TRIED_AFTER_PAUSE)
                    .build());

    /**
     * @param instances the base address of each instance, at least one
     * @param deadline after which nobody has answered
     */
    public QueryApi(List<URI> instances, Duration deadline) {
        this.instances = List.copyOf(instances);
        this.deadline = deadline;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(deadline)
                .build();
    }

    /** The tweet as it stands. Its author is known by id only. */
    public CompletableFuture<Found<Tweet>> tweet(long id) {
        return ask("/internal/v1/tweets/" + id, QueryApi::tweetOf);
    }

    /** How {@code actor} stands to {@code target}. */
    public CompletableFuture<Found<Relation>> relation(long actor, long target) {
        return ask(
                "/internal/v1/relations/" + actor + "/" + target,
                json -> new Relation(
                        json.path("following").asBoolean(),
                        json.path("blocking").asBoolean(),
                        json.path("blockedBy").asBoolean(),
                        json.path("muting").asBoolean()));
    }

    /**
     * The numbers of a user's page.
     *
     * @param token theirs, if they ask for their own
     */
    public CompletableFuture<Found<UserCounts>> counts(long userId, @Nullable String token) {
        return ask(
                "/v1/users/" + userId,
                token,
                json -> new UserCounts(
                        json.path("followers").asLong(),
                        json.path("following").asLong(),
                        json.path("tweets").asLong(),
                        json.path("lastSeen").textValue()));
    }

    private <T> CompletableFuture<Found<T>> ask(String path, Function<JsonNode, T> read) {
        return ask(path, null, read);
    }

    private <T> CompletableFuture<Found<T>> ask(String path, @Nullable String token, Function<JsonNode, T> read) {
        if (!underWay.tryAcquirePermission()) {
            return CompletableFuture.completedFuture(new Found.Unknown<>());
        }
        if (!breaker.tryAcquirePermission()) {
            underWay.onComplete();
            return CompletableFuture.completedFuture(new Found.Unknown<>());
        }
        long asked = breaker.getCurrentTimestamp();
        int first = Math.floorMod(turn.getAndIncrement(), instances.size());
        return ask(path, token, read, first, instances.size())
                .completeOnTimeout(new Found.Unknown<>(), deadline.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((found, failure) -> {
                    underWay.onComplete();
                    long took = breaker.getCurrentTimestamp() - asked;
                    if (failure == null && !(found instanceof Found.Unknown)) {
                        breaker.onSuccess(took, breaker.getTimestampUnit());
                    } else {
                        breaker.onError(took, breaker.getTimestampUnit(), new TimeoutException("not answered"));
                    }
                });
    }

    private <T> CompletableFuture<Found<T>> ask(
            String path, @Nullable String token, Function<JsonNode, T> read, int instance, int left) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stripped(instances.get(instance)) + path))
                .timeout(deadline);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) -> failure == null ? read(response, read) : null)
                .thenCompose(found -> found == null && left > 1
                        ? ask(path, token, read, (instance + 1) % instances.size(), left - 1)
                        : CompletableFuture.completedFuture(found == null ? new Found.Unknown<>() : found));
    }

    private static <T> @Nullable Found<T> read(HttpResponse<String> response, Function<JsonNode, T> read) {
        if (response.statusCode() == NOT_FOUND) {
            return new Found.Absent<>();
        }
        if (response.statusCode() != OK) {
            return null;
        }
        try {
            return new Found.Present<>(read.apply(Json.mapper().readTree(response.body())));
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    static Tweet tweetOf(JsonNode json) {
        List<String> hashtags = new ArrayList<>();
        json.path("hashtags").forEach(hashtag -> hashtags.add(hashtag.asText()));
        List<Mention> mentions = new ArrayList<>();
        json.path("mentions")
                .forEach(mention -> mentions.add(new Mention(
                        Ids.parse(mention.path("id").asText()),
                        mention.path("handle").asText())));
        List<Media> media = new ArrayList<>();
        json.path("media")
                .forEach(medium -> media.add(new Media(
                        medium.path("id").asText(), medium.path("contentType").asText())));
        return Tweet.newBuilder()
                .setId(Ids.parse(json.path("id").asText()))
                .setAuthor(new Author(Ids.parse(json.path("authorId").asText()), "", "", 0L))
                .setText(json.path("text").asText())
                .setLang(text(json, "lang"))
                .setInReplyTo(id(json, "inReplyTo"))
                .setInReplyToAuthor(id(json, "inReplyToAuthor"))
                .setQuoteOf(id(json, "quoteOf"))
                .setHashtags(hashtags)
                .setMentions(mentions)
                .setMedia(media)
                .setCreatedAt(json.path("createdAt").asLong())
                .setEditedAt(
                        json.path("editedAt").isNumber() ? json.path("editedAt").longValue() : null)
                .setVersion(Ids.parse(json.path("version").asText()))
                .build();
    }

    private static @Nullable String text(JsonNode json, String field) {
        return json.path(field).isTextual() ? json.path(field).textValue() : null;
    }

    private static @Nullable Long id(JsonNode json, String field) {
        String text = text(json, field);
        return text == null ? null : Ids.parse(text);
    }

    private static String stripped(URI base) {
        String text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
