package dev.skein.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skein.bench.client.Api;
import dev.skein.bench.client.Origin;
import dev.skein.catalog.Id;
import dev.skein.catalog.IdGenerator;
import dev.skein.catalog.WorkerLease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Both APIs in one small server, with everything in memory: right where the rules are simple, slow, and never down. */
public final class FakeSkein implements AutoCloseable {
    public static final String OPERATOR_TOKEN = "operator";

    private record Tweet(long id, long author, long inReplyTo, String text) {}

    private record Entry(long id, long tweet, long by, boolean retweet) {}

    private record Answer(int status, String body) {}

    private static final Pattern TARGET = Pattern.compile("/v1/(users|tweets)/(\\d+)/?([a-z]*)");
    private static final Pattern HASHTAG = Pattern.compile("#(\\w+)", Pattern.UNICODE_CHARACTER_CLASS);

    static {
        // Else each answer waits 40 ms for the client's acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final ObjectMapper mapper = new ObjectMapper();
    private final IdGenerator ids =
            new IdGenerator(() -> new WorkerLease(0, 0, Long.MAX_VALUE), System::currentTimeMillis);
    private final Map<String, Long> handles = new HashMap<>();
    private final Map<Long, Set<Long>> followees = new HashMap<>();
    private final Map<Long, Tweet> tweets = new TreeMap<>();
    private final Map<Long, Entry> entries = new TreeMap<>();
    private final Map<String, Long> byKey = new HashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer server;

    /** Calls that change something, so far. */
    public final AtomicInteger writes = new AtomicInteger();

    /** Writes of these numbers get a 503 the first time. */
    public volatile LongPredicate troubleAt = write -> false;

    /** Tweets that home timelines leave out: a mistake to be found. */
    public volatile LongPredicate lost = tweet -> false;

    public FakeSkein() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public Api api() {
        Origin origin = new Origin("127.0.0.1", server.getAddress().getPort());
        return new Api(origin, origin);
    }

    public int tweetCount() {
        synchronized (this) {
            return tweets.size();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Answer answer;
        try {
            boolean write = !exchange.getRequestMethod().equals("GET");
            if (write && troubleAt.test(writes.incrementAndGet())) {
                answer = new Answer(503, "{}");
            } else {
                synchronized (this) {
                    answer = answer(exchange, body.length == 0 ? mapper.nullNode() : mapper.readTree(body));
                }
            }
        } catch (RuntimeException e) {
            answer = new Answer(500, e.toString());
        }
        byte[] bytes = answer.body.getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status, answer.status == 204 ? -1 : bytes.length);
        if (answer.status != 204) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private Answer answer(HttpExchange exchange, JsonNode body) {
        String path = exchange.getRequestURI().getPath();
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String actAs = exchange.getRequestHeaders().getFirst("Skein-Act-As");
        boolean operator = token.equals("Bearer " + OPERATOR_TOKEN);
        long who = actAs != null && operator ? Long.parseLong(actAs) : userOf(token);
        Matcher target = TARGET.matcher(path);
        if (path.startsWith("/v1/admin/")) {
            return operator ? admin(path, body) : new Answer(401, "{\"title\":\"who are you?\"}");
        } else if (path.equals("/v1/users")) {
            return register(body.path("handle").asText());
        } else if (path.equals("/v1/sessions")) {
            Long id = handles.get(body.path("handle").asText());
            return id == null
                    ? new Answer(401, "{}")
                    : new Answer(201, "{\"token\":\"of-" + id + "\",\"user\":{\"id\":\"" + id + "\"}}");
        } else if (path.equals("/v1/tweets")) {
            return post(who, body, exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        } else if (path.equals("/v1/timelines/home")) {
            return page(home(who), 100);
        } else if (path.equals("/v1/trends")) {
            return trends();
        } else if (path.startsWith("/v1/users/by-handle/")) {
            Long id = handles.get(path.substring(path.lastIndexOf('/') + 1));
            return id == null ? new Answer(404, "{}") : user(id);
        } else if (target.matches()) {
            return target(target.group(1), Long.parseLong(target.group(2)), target.group(3), who);
        }
        return new Answer(404, "{}");
    }

    private static long userOf(String token) {
        return token.startsWith("Bearer of-") ? Long.parseLong(token.substring(10)) : 0;
    }

    private Answer admin(String path, JsonNode body) {
        List<String> data = new ArrayList<>();
        switch (path) {
            case "/v1/admin/users" ->
                body.forEach(
                        user -> data.add("{\"id\":\"" + idOf(user.path("handle").asText()) + "\"}"));
            case "/v1/admin/sessions" ->
                body.path("userIds")
                        .forEach(id ->
                                data.add("{\"userId\":\"" + id.asText() + "\",\"token\":\"of-" + id.asText() + "\"}"));
            case "/v1/admin/follows" -> {
                body.forEach(edge -> followees
                        .computeIfAbsent(edge.path("follower").asLong(), id -> new TreeSet<>())
                        .add(edge.path("followee").asLong()));
                return new Answer(204, "");
            }
            default -> {
                return new Answer(404, "{}");
            }
        }
        return new Answer(201, "{\"data\":[" + String.join(",", data) + "]}");
    }

    private long idOf(String handle) {
        return handles.computeIfAbsent(handle, h -> ids.next(Math.floorMod(h.hashCode(), Id.SHARDS)));
    }

    private Answer register(String handle) {
        return handles.containsKey(handle)
                ? new Answer(409, "{\"title\":\"taken\"}")
                : new Answer(201, "{\"id\":\"" + idOf(handle) + "\"}");
    }

    private Answer post(long who, JsonNode body, @Nullable String key) {
        if (who == 0) {
            return new Answer(401, "{}");
        }
        Long earlier = key == null ? null : byKey.get(who + key);
        if (earlier == null) {
            earlier = ids.next(Id.shard(who));
            byKey.put(who + key, earlier);
            tweets.put(
                    earlier,
                    new Tweet(
                            earlier,
                            who,
                            body.path("inReplyTo").asLong(0),
                            body.path("text").asText()));
            entries.put(earlier, new Entry(earlier, earlier, who, false));
        }
        return new Answer(201, "{\"author\":{\"id\":\"" + who + "\"},\"id\":\"" + earlier + "\"}");
    }

    private Answer target(String kind, long id, String what, long who) {
        if (kind.equals("users") && what.equals("follow")) {
            followees.computeIfAbsent(who, w -> new TreeSet<>()).add(id);
            return new Answer(204, "");
        } else if (kind.equals("users") && what.equals("tweets")) {
            List<Entry> theirs = new ArrayList<>(
                    entries.values().stream().filter(entry -> entry.by == id).toList());
            Collections.reverse(theirs);
            return page(theirs, Integer.MAX_VALUE);
        } else if (kind.equals("users")) {
            return user(id);
        } else if (what.equals("retweet")) {
            boolean already = entries.values().stream().anyMatch(e -> e.retweet && e.by == who && e.tweet == id);
            if (!already) {
                long entry = ids.next(Id.shard(who));
                entries.put(entry, new Entry(entry, id, who, true));
            }
            return new Answer(204, "");
        } else if (what.isEmpty()) {
            long retweets = entries.values().stream()
                    .filter(e -> e.retweet && e.tweet == id)
                    .count();
            return new Answer(200, "{\"id\":\"" + id + "\",\"engagement\":{\"retweets\":" + retweets + "}}");
        }
        return new Answer(204, "");
    }

    private Answer user(long id) {
        long followers =
                followees.values().stream().filter(set -> set.contains(id)).count();
        long written = tweets.values().stream().filter(t -> t.author == id).count();
        return new Answer(200, "{\"id\":\"" + id + "\",\"followers\":" + followers + ",\"tweets\":" + written + "}");
    }

    private List<Entry> home(long reader) {
        Set<Long> sources = new TreeSet<>(followees.getOrDefault(reader, Set.of()));
        sources.add(reader);
        Map<Long, Entry> oldestOfTweet = new TreeMap<>();
        for (Entry entry : entries.values()) {
            Tweet tweet = Objects.requireNonNull(tweets.get(entry.tweet));
            Tweet parent = tweet.inReplyTo == 0 ? null : tweets.get(tweet.inReplyTo);
            boolean hidden = !entry.retweet && parent != null && entry.by != reader && !sources.contains(parent.author);
            if (sources.contains(entry.by) && !hidden && !lost.test(entry.tweet)) {
                oldestOfTweet.putIfAbsent(entry.tweet, entry);
            }
        }
        return oldestOfTweet.values().stream()
                .sorted((a, b) -> Long.compare(b.id, a.id))
                .toList();
    }

    private Answer page(List<Entry> shown, int limit) {
        String data = shown.stream()
                .limit(limit)
                .map(entry -> "{\"id\":\"" + entry.tweet + "\",\"retweetedBy\":"
                        + (entry.retweet ? "{\"id\":\"" + entry.by + "\"}" : "null") + "}")
                .collect(Collectors.joining(","));
        return new Answer(200, "{\"data\":[" + data + "],\"next\":null}");
    }

    private Answer trends() {
        Map<String, List<Long>> authors = new TreeMap<>();
        for (Tweet tweet : tweets.values()) {
            new TreeSet<>(HASHTAG.matcher(tweet.text)
                            .results()
                            .map(r -> r.group(1))
                            .toList())
                    .forEach(hashtag -> authors.computeIfAbsent(hashtag, h -> new ArrayList<>())
                            .add(tweet.author));
        }
        String data = authors.entrySet().stream()
                .sorted((a, b) -> b.getValue().size() - a.getValue().size())
                .limit(100)
                .map(use -> "{\"hashtag\":\"" + use.getKey() + "\",\"uses\":"
                        + use.getValue().size() + ",\"authors\":"
                        + Set.copyOf(use.getValue()).size() + "}")
                .collect(Collectors.joining(","));
        return new Answer(200, "{\"window\":\"1h\",\"data\":[" + data + "]}");
    }
}
