package dev.skein.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * A registry that speaks Confluent's REST API: Confluent's own, Apicurio's {@code /apis/ccompat/v7}, Karapace. Each
 * schema and each id is asked for once in the life of the process.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    private record Registration(String subject, Schema schema) {}

    private final String url;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    /** @param url the base of the REST API, such as {@code http://127.0.0.1:18081/apis/ccompat/v7} */
    public HttpSchemaRegistry(String url) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public int register(String subject, Schema schema) {
        return ids.computeIfAbsent(new Registration(subject, schema), wanted -> {
            String body = json.createObjectNode()
                    .put("schemaType", "AVRO")
                    .put("schema", schema.toString())
                    .toString();
            String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
            return answer(send(request(path)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build()))
                    .path("id")
                    .asInt();
        });
    }

    @Override
    public Schema schema(int id) {
        return schemas.computeIfAbsent(id, wanted -> {
            HttpResponse<String> response =
                    send(request("/schemas/ids/" + id).GET().build());
            if (response.statusCode() == 404) {
                throw new UnknownSchemaException(id);
            }
            return new Schema.Parser().parse(answer(response).path("schema").asText());
        });
    }

    /** Sets what changes of schemas are allowed where a subject says nothing else, such as {@code BACKWARD}. */
    public void requireCompatibility(String level) {
        String body = json.createObjectNode().put("compatibility", level).toString();
        answer(send(request("/config")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", MEDIA_TYPE)
                .header("Accept", MEDIA_TYPE);
    }

    private HttpResponse<String> send(HttpRequest request) {
        String call = request.method() + " " + request.uri();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryException(call + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(call + " was interrupted", e);
        }
    }

    private JsonNode answer(HttpResponse<String> response) {
        String call = response.request().method() + " " + response.uri();
        if (response.statusCode() != 200) {
            throw new RegistryException(call + " answered " + response.statusCode() + ": " + response.body());
        }
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new RegistryException(call + " did not answer in JSON", e);
        }
    }
}
