package dev.skein.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skein.connectors.Sinks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The indexes in Elasticsearch and what fills them. They come in generations: a connector of its own fills each, and what
 * readers ask is an alias, so that a new one can be built beside the one that stands.
 */
final class SearchSetup {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CAUGHT_UP_TIMEOUT = Duration.ofHours(12);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Endpoints endpoints;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    SearchSetup(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Makes what is missing; returns the generation that stands. */
    int run() throws IOException, InterruptedException {
        OptionalInt standing = standing();
        int generation = standing.orElse(1);
        if (standing.isEmpty()) {
            create(generation);
            stand(generation);
        }
        fill(generation);
        return generation;
    }

    /**
     * Searches once as readers do. Elasticsearch loads what it searches with when it is asked first, for longer than the
     * query API waits; if that comes to nothing, readers will be told.
     */
    void searchOnce() throws InterruptedException {
        for (URI query : endpoints.query()) {
            for (String index : Sinks.INDEXES) {
                HttpRequest search = HttpRequest.newBuilder(query.resolve("/v1/search/" + index + "?q=skein"))
                        .timeout(TIMEOUT)
                        .build();
                Waiting.until(() -> isFound(search), PAUSE, TIMEOUT);
            }
        }
    }

    private boolean isFound(HttpRequest search) {
        try {
            return http.send(search, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Builds all indexes anew from the topics and lets them stand when they hold what the topics hold; readers find
     * everything all the while.
     */
    int rebuild(Progress progress) throws IOException, InterruptedException {
        int old = run();
        NavigableSet<Integer> generations = generations();
        int next = generations.last() + 1;
        // What an earlier rebuild left behind when it was cut short.
        for (int left : generations) {
            if (left != old) {
                remove(left);
            }
        }
        String name = Sinks.searchName(next);
        long begin = System.nanoTime();
        progress.begins(name, "reading the topics from their beginning");
        create(next);
        fill(next);
        Lag lag = new Lag(endpoints.kafka());
        if (!Waiting.until(() -> lag.of(name, Sinks.SEARCHED).orElse(1) == 0, PAUSE, CAUGHT_UP_TIMEOUT)) {
            throw new LocalException(name + " does not catch up with the topics.");
        }
        call("POST", "/" + Sinks.alias("*") + "-" + next + "/_refresh", "");
        stand(next);
        remove(old);
        progress.done(
                name, Duration.ofNanos(System.nanoTime() - begin), "stands in the place of " + Sinks.searchName(old));
        return next;
    }

    private void fill(int generation) throws InterruptedException {
        new ConnectorSetup(endpoints.connect(), Sinks.searchName(generation))
                .run(Sinks.search(endpoints.search(), endpoints.registry(), generation));
    }

    private void remove(int generation) throws IOException {
        new ConnectorSetup(endpoints.connect(), Sinks.searchName(generation)).remove();
        for (String index : Sinks.INDEXES) {
            call("DELETE", "/" + Sinks.index(index, generation), "");
        }
    }

    private void create(int generation) throws IOException {
        for (String index : Sinks.INDEXES) {
            JsonNode answer = call("PUT", "/" + Sinks.index(index, generation), Sinks.definition(index));
            String problem = answer.path("error").path("type").asText();
            if (!problem.isEmpty() && !problem.equals("resource_already_exists_exception")) {
                throw new LocalException(
                        "Elasticsearch does not take the index " + index + ": " + answer.path("error"));
            }
        }
    }

    /** All aliases move in one step. */
    private void stand(int generation) throws IOException {
        ObjectNode body = json.createObjectNode();
        ArrayNode actions = body.putArray("actions");
        for (String index : Sinks.INDEXES) {
            actions.addObject()
                    .putObject("remove")
                    .put("index", Sinks.alias(index) + "-*")
                    .put("alias", Sinks.alias(index))
                    .put("must_exist", false);
            actions.addObject()
                    .putObject("add")
                    .put("index", Sinks.index(index, generation))
                    .put("alias", Sinks.alias(index));
        }
        JsonNode answer = call("POST", "/_aliases", body.toString());
        if (!answer.path("acknowledged").asBoolean()) {
            throw new LocalException("Elasticsearch does not move the aliases: " + answer);
        }
    }

    private OptionalInt standing() throws IOException {
        JsonNode answer = call("GET", "/_alias/" + Sinks.alias(Sinks.INDEXES.get(0)), "");
        return answer.path("error").isMissingNode() && answer.fieldNames().hasNext()
                ? OptionalInt.of(generation(answer.fieldNames().next()))
                : OptionalInt.empty();
    }

    private NavigableSet<Integer> generations() throws IOException {
        NavigableSet<Integer> generations = new TreeSet<>();
        call("GET", "/" + Sinks.alias("*") + "/_alias", "")
                .fieldNames()
                .forEachRemaining(index -> generations.add(generation(index)));
        return generations;
    }

    private static int generation(String index) {
        return Integer.parseInt(index.substring(index.lastIndexOf('-') + 1));
    }

    private JsonNode call(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoints.search() + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 500) {
                throw new IOException("Elasticsearch answers " + response.statusCode() + " to " + method + " " + path);
            }
            if (response.statusCode() == NOT_FOUND && response.body().isEmpty()) {
                return json.createObjectNode();
            }
            return json.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
