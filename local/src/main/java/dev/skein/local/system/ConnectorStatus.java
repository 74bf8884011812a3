package dev.skein.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * How a connector is at this moment.
 *
 * @param problem empty when it and its tasks run
 * @param lag records of its topics that it has not applied yet; empty for sources
 */
public record ConnectorStatus(String name, String problem, OptionalLong lag) {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    static List<ConnectorStatus> all(Endpoints endpoints) {
        URI uri = URI.create(endpoints.connect() + "/connectors?expand=status&expand=info");
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return List.of();
            }
            List<ConnectorStatus> all = new ArrayList<>();
            Lag lag = new Lag(endpoints.kafka());
            for (JsonNode connector : new ObjectMapper().readTree(response.body())) {
                JsonNode status = connector.path("status");
                String name = status.path("name").asText();
                boolean sink = status.path("type").asText().equals("sink");
                all.add(new ConnectorStatus(
                        name,
                        ConnectorSetup.problem(status).orElse(""),
                        sink
                                ? lag.of(
                                        name,
                                        List.of(connector
                                                .path("info")
                                                .path("config")
                                                .path("topics")
                                                .asText()
                                                .split(",", -1)))
                                : OptionalLong.empty()));
            }
            all.sort(Comparator.comparing(ConnectorStatus::name));
            return List.copyOf(all);
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
