package dev.skein.bench.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of DESIGN §6 that are made here, as requests.
 *
 * @param ingest where writes go
 * @param query where reads go
 */
public record Api(Origin ingest, Origin query) {
    /** The most users, sessions or edges in one of the operator's calls. */
    public static final int BULK_MAX = 1000;

    /** The most items in a page. */
    public static final int PAGE_MAX = 100;

    /** Someone to register by the operator's path. */
    public record NewUser(String handle, String displayName) {}

    /** An edge of the follow graph. */
    public record Edge(long follower, long followee) {}

    /** Registers people without a password: the operator's path. Answers an existing handle's user as it is. */
    public Request registerAll(Credential operator, List<NewUser> users) {
        String body = users.stream()
                .map(user -> "{\"handle\":" + Json.quoted(user.handle) + ",\"displayName\":"
                        + Json.quoted(user.displayName) + "}")
                .collect(Collectors.joining(",", "[", "]"));
        return Request.of(ingest, "POST", "/v1/admin/users", operator, body);
    }

    /** Opens sessions without passwords: the operator's path. */
    public Request openSessions(Credential operator, long[] userIds) {
        String body = LongStream.of(userIds)
                .mapToObj(id -> "\"" + id + "\"")
                .collect(Collectors.joining(",", "{\"userIds\":[", "]}"));
        return Request.of(ingest, "POST", "/v1/admin/sessions", operator, body);
    }

    /** Makes edges of the follow graph: the operator's path. */
    public Request followAll(Credential operator, List<Edge> edges) {
        StringBuilder body = new StringBuilder(edges.size() * 70).append('[');
        for (Edge edge : edges) {
            body.append(body.length() == 1 ? "{\"follower\":\"" : ",{\"follower\":\"")
                    .append(edge.follower)
                    .append("\",\"followee\":\"")
                    .append(edge.followee)
                    .append("\"}");
        }
        return Request.of(
                ingest, "POST", "/v1/admin/follows", operator, body.append(']').toString());
    }

    /** Registers one person as everyone can. */
    public Request register(String handle, String email, String password, String displayName) {
        return Request.of(
                ingest,
                "POST",
                "/v1/users",
                Credential.NONE,
                "{\"handle\":" + Json.quoted(handle) + ",\"email\":" + Json.quoted(email) + ",\"password\":"
                        + Json.quoted(password) + ",\"displayName\":" + Json.quoted(displayName) + "}");
    }

    /** Logs in. */
    public Request logIn(String handle, String password) {
        return Request.of(
                ingest,
                "POST",
                "/v1/sessions",
                Credential.NONE,
                "{\"handle\":" + Json.quoted(handle) + ",\"password\":" + Json.quoted(password) + "}");
    }

    /** Follows someone. */
    public Request follow(Credential who, long userId) {
        return Request.of(ingest, "PUT", "/v1/users/" + userId + "/follow", who);
    }

    /**
     * Posts a tweet.
     *
     * @param inReplyTo the tweet answered, or 0
     * @param quoteOf the tweet quoted, or 0
     * @param idempotencyKey where the call may be repeated, or null
     */
    public Request post(Credential who, String text, long inReplyTo, long quoteOf, @Nullable String idempotencyKey) {
        String body = "{\"text\":" + Json.quoted(text)
                + (inReplyTo == 0 ? "" : ",\"inReplyTo\":\"" + inReplyTo + "\"")
                + (quoteOf == 0 ? "" : ",\"quoteOf\":\"" + quoteOf + "\"")
                + "}";
        return idempotencyKey == null
                ? Request.of(ingest, "POST", "/v1/tweets", who, body)
                : Request.once(ingest, "POST", "/v1/tweets", who, idempotencyKey, body);
    }

    /** Retweets. */
    public Request retweet(Credential who, long tweetId) {
        return Request.of(ingest, "PUT", "/v1/tweets/" + tweetId + "/retweet", who);
    }

    /** Likes. */
    public Request like(Credential who, long tweetId) {
        return Request.of(ingest, "PUT", "/v1/tweets/" + tweetId + "/like", who);
    }

    /** A page of someone's home timeline. */
    public Request home(Credential who, int limit) {
        return Request.of(query, "GET", "/v1/timelines/home?limit=" + limit, who);
    }

    /** A page of what someone wrote and retweeted. */
    public Request tweetsOf(long userId, int limit, @Nullable String cursor) {
        return get("/v1/users/" + userId + "/tweets?limit=" + limit + cursor(cursor));
    }

    /** A person with their counts. */
    public Request user(long userId) {
        return get("/v1/users/" + userId);
    }

    /** A person by their handle. */
    public Request userByHandle(String handle) {
        return get("/v1/users/by-handle/" + handle);
    }

    /** A tweet with its counts. */
    public Request tweet(long tweetId) {
        return get("/v1/tweets/" + tweetId);
    }

    /** What is talked about. */
    public Request trends(String window, int limit) {
        return get("/v1/trends?window=" + window + "&limit=" + limit);
    }

    /** Whether an API can be used. */
    public static Request ready(Origin origin) {
        return Request.of(origin, "GET", "/health/ready", Credential.NONE);
    }

    private Request get(String path) {
        return Request.of(query, "GET", path, Credential.NONE);
    }

    private static String cursor(@Nullable String cursor) {
        return cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
