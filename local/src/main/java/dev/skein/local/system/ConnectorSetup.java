package dev.skein.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skein.connectors.UsersCdc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Registers a connector, and looks whether it runs. */
final class ConnectorSetup {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RUNNING_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String name;
    private final URI connector;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** @param connect base of Connect's REST API */
    ConnectorSetup(String connect, String name) {
        this.name = name;
        this.connector = URI.create(connect + "/connectors/" + name);
    }

    /** The one that carries the users table to Kafka. */
    static ConnectorSetup ofUsers(String connect) {
        return new ConnectorSetup(connect, UsersCdc.NAME);
    }

    /** Returns when the users table's runs. */
    void run(Endpoints.Database database, String password) throws InterruptedException {
        run(UsersCdc.configuration(database.host(), database.port(), database.name(), database.user(), password));
    }

    /** Returns when it runs with this configuration. */
    void run(Map<String, String> configuration) throws InterruptedException {
        // A worker that is still joining its group answers 409 for a moment.
        boolean accepted = Waiting.until(() -> put(configuration), PAUSE, RUNNING_TIMEOUT);
        if (!accepted) {
            throw new LocalException("Connect does not take the connector " + name + ".");
        }
        boolean runs = Waiting.until(() -> notRunning().isEmpty(), PAUSE, RUNNING_TIMEOUT);
        if (!runs) {
            throw new LocalException(
                    "The connector " + name + " does not run: " + notRunning().orElse("it was slow") + ".");
        }
    }

    /** Ends it and forgets it; nothing happens when it is not there. */
    void remove() throws IOException {
        send(HttpRequest.newBuilder(connector).DELETE());
    }

    private boolean put(Map<String, String> configuration) {
        try {
            HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(connector + "/config"))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(configuration))));
            if (response.statusCode() == 400) {
                throw new LocalException("Connect refuses the connector " + name + ": " + response.body());
            }
            return response.statusCode() < 300;
        } catch (IOException e) {
            return false;
        }
    }

    /** Empty when the connector and its task run; a failed one is asked to start again. */
    Optional<String> notRunning() {
        try {
            HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(connector + "/status")));
            if (response.statusCode() != 200) {
                return Optional.of("not registered yet");
            }
            JsonNode status = json.readTree(response.body());
            Optional<String> problem = problem(status);
            if (problem.isPresent() && problem.get().contains("FAILED")) {
                send(HttpRequest.newBuilder(URI.create(connector + "/restart?includeTasks=true&onlyFailed=true"))
                        .POST(HttpRequest.BodyPublishers.noBody()));
            }
            return problem;
        } catch (IOException e) {
            return Optional.of("Connect does not answer");
        }
    }

    static Optional<String> problem(JsonNode status) {
        String state = status.path("connector").path("state").asText();
        if (!state.equals("RUNNING")) {
            return Optional.of(state);
        }
        if (status.path("tasks").isEmpty()) {
            return Optional.of("no task yet");
        }
        for (JsonNode task : status.path("tasks")) {
            String taskState = task.path("state").asText();
            if (!taskState.equals("RUNNING")) {
                String why = task.path("trace").asText().lines().findFirst().orElse("");
                return Optional.of("task " + taskState + (why.isEmpty() ? "" : ", " + why));
            }
        }
        return Optional.empty();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
