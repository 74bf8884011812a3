package dev.skein.query.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.http.Ids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Elasticsearch. Safe for use by many threads; a bounded number of them wait for it at a time. */
public final class Search {
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(5);
    /** Those who only read timelines must not wait behind a search that hangs. */
    private static final int AT_A_TIME_MAX = 16;

    /** A handle may be a number too, as a rule a shorter one than an id. */
    private static final int ID_DIGITS_MIN = 15;

    private static final String TWEETS = "skein-tweets";
    private static final String USERS = "skein-users";

    private static final Logger log = LoggerFactory.getLogger(Search.class);

    private final @Nullable URI elasticsearch;
    /** Empty while it answers. */
    private final AtomicReference<String> trouble = new AtomicReference<>("");

    private final ObjectMapper json = new ObjectMapper();
    private final Semaphore places = new Semaphore(AT_A_TIME_MAX);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(WITHIN).build();

    /** @param elasticsearch base of its REST API; null where there is none, and every search is a 503 */
    public Search(@Nullable URI elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /**
     * One that was found.
     *
     * @param score as bits of a double; 0 where the order is by id alone
     * @param highlight the text as HTML with what was searched for in {@code <em>}, where it was in the text
     */
    public record Hit(long id, long score, @Nullable String highlight) {
        /** In the order: what the next page begins after. */
        public long[] place() {
            return new long[] {score, id};
        }
    }

    /**
     * Tweets, {@code count} of them at most.
     *
     * @param after the place of the last one of the page before, or null
     * @throws ApiException 503 where Elasticsearch does not answer
     */
    public List<Hit> tweets(TweetSearch asked, int count, long @Nullable [] after) {
        ObjectNode body = body(count);
        ObjectNode bool = body.putObject("query").putObject("bool");
        ArrayNode must = bool.putArray("must");
        Terms terms = asked.terms();
        if (!terms.words().isEmpty()) {
            must.addObject()
                    .putObject("match")
                    .putObject("text")
                    .put("query", String.join(" ", terms.words()))
                    .put("operator", "and");
        }
        terms.phrases()
                .forEach(phrase -> must.addObject().putObject("match_phrase").put("text", phrase));
        ArrayNode filter = bool.putArray("filter");
        terms.hashtags().forEach(tag -> filter.addObject().putObject("term").put("hashtags", tag));
        if (asked.author() != null) {
            Long author = author(asked.author());
            if (author == null) {
                return List.of();
            }
            filter.addObject().putObject("term").put("author.id", author);
        }
        if (asked.sinceMillis() != null || asked.untilMillis() != null) {
            ObjectNode range = filter.addObject().putObject("range").putObject("createdAt");
            if (asked.sinceMillis() != null) {
                range.put("gte", asked.sinceMillis());
            }
            if (asked.untilMillis() != null) {
                range.put("lt", asked.untilMillis());
            }
        }
        ObjectNode highlight = body.putObject("highlight").put("encoder", "html");
        highlight.putObject("fields").putObject("text").put("number_of_fragments", 0);
        order(body, !asked.newest(), after);
        return hits(ask(TWEETS, body), !asked.newest());
    }

    /**
     * People whose handle begins with what is typed, or whose name has words that do; an equal handle first.
     *
     * @throws ApiException 503 where Elasticsearch does not answer
     */
    public List<Hit> users(String typed, int count, long @Nullable [] after) {
        ObjectNode body = body(count);
        ObjectNode bool = body.putObject("query").putObject("bool");
        ArrayNode should = bool.putArray("should");
        String handle = typed.startsWith("@") ? typed.substring(1) : typed;
        if (!handle.isEmpty()) {
            should.addObject()
                    .putObject("term")
                    .putObject("handle")
                    .put("value", handle)
                    .put("boost", 100);
            should.addObject()
                    .putObject("prefix")
                    .putObject("handle")
                    .put("value", handle)
                    .put("boost", 10);
        }
        should.addObject()
                .putObject("match_bool_prefix")
                .putObject("displayName")
                .put("query", typed)
                .put("operator", "and");
        bool.put("minimum_should_match", 1);
        order(body, true, after);
        return hits(ask(USERS, body), true);
    }

    private @Nullable Long author(String idOrHandle) {
        long id = Ids.parse(idOrHandle);
        if (id != Ids.NONE && idOrHandle.length() >= ID_DIGITS_MIN) {
            return id;
        }
        ObjectNode body = body(1);
        body.putObject("query").putObject("term").put("handle", idOrHandle);
        order(body, false, null);
        List<Hit> found = hits(ask(USERS, body), false);
        return found.isEmpty() ? null : found.get(0).id();
    }

    private ObjectNode body(int count) {
        return json.createObjectNode()
                .put("size", count)
                .put("_source", false)
                .put("track_total_hits", false)
                .put("timeout", "1500ms");
    }

    /** Ids last: no two have the same place. */
    private static void order(ObjectNode body, boolean byScore, long @Nullable [] after) {
        ArrayNode sort = body.putArray("sort");
        if (byScore) {
            sort.addObject().put("_score", "desc");
        }
        sort.addObject().put("id", "desc");
        if (after != null) {
            ArrayNode place = body.putArray("search_after");
            if (byScore) {
                place.add(Double.longBitsToDouble(after[0]));
            }
            place.add(after[1]);
        }
    }

    private static List<Hit> hits(JsonNode answer, boolean byScore) {
        List<Hit> hits = new ArrayList<>();
        for (JsonNode hit : answer.path("hits").path("hits")) {
            JsonNode sort = hit.path("sort");
            long id = sort.path(byScore ? 1 : 0).asLong();
            long score = byScore ? Double.doubleToLongBits(sort.path(0).asDouble()) : 0;
            JsonNode highlight = hit.path("highlight").path("text").path(0);
            hits.add(new Hit(id, score, highlight.isMissingNode() ? null : highlight.asText()));
        }
        return hits;
    }

    private JsonNode ask(String index, ObjectNode body) {
        if (elasticsearch == null) {
            throw unavailable("There is no search here.");
        }
        if (!places.tryAcquire()) {
            throw unavailable("Too much is being searched for at the moment.");
        }
        HttpRequest request = HttpRequest.newBuilder(elasticsearch.resolve("/" + index + "/_search"))
                .timeout(WITHIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                note("answers " + response.statusCode());
                throw unavailable("The search is not ready.");
            }
            note("");
            return json.readTree(response.body());
        } catch (IOException e) {
            note("does not answer: " + e);
            throw unavailable("The search does not answer.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("The search does not answer.");
        } finally {
            places.release();
        }
    }

    /** Told once, not for each search. */
    private void note(String now) {
        String before = trouble.getAndSet(now);
        if (before.isEmpty() && !now.isEmpty()) {
            log.warn("Elasticsearch at {} {}", elasticsearch, now);
        } else if (!before.isEmpty() && now.isEmpty()) {
            log.info("Elasticsearch at {} answers again", elasticsearch);
        }
    }

    private static ApiException unavailable(String detail) {
        return new ApiException(new ApiError.Unavailable(detail, COME_BACK_AFTER));
    }
}
