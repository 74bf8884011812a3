package dev.skein.connectors.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.http.HttpHost;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Elasticsearch's bulk call. */
final class Bulk implements AutoCloseable {

    /** A change that the index will never take, and why. */
    record Refused(Change change, String reason) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContentType LINES = ContentType.create("application/x-ndjson", StandardCharsets.UTF_8);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    /** Come back later: overload, shards that are not there yet, a node that goes down. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

    private final RestClient client;

    Bulk(ElasticsearchSinkConfig config) {
        RestClientBuilder builder =
                RestClient.builder(config.urls().stream().map(HttpHost::create).toArray(HttpHost[]::new));
        builder.setRequestConfigCallback(
                request -> request.setConnectTimeout(config.getInt(ElasticsearchSinkConfig.CONNECTION_TIMEOUT))
                        .setSocketTimeout(config.getInt(ElasticsearchSinkConfig.READ_TIMEOUT)));
        String user = config.getString(ElasticsearchSinkConfig.USERNAME);
        if (!user.isEmpty()) {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            credentials.setCredentials(
                    AuthScope.ANY,
                    new UsernamePasswordCredentials(
                            user,
                            config.getPassword(ElasticsearchSinkConfig.PASSWORD_KEY)
                                    .value()));
            builder.setHttpClientConfigCallback(http -> http.setDefaultCredentialsProvider(credentials));
        }
        this.client = builder.build();
    }

    /**
     * Applies the changes; what is older than what the index holds changes nothing.
     *
     * @return those that can never be applied
     * @throws RetriableException where some could not be applied now: all may be sent again
     */
    List<Refused> apply(List<Change> changes) {
        Request request = new Request("POST", "/_bulk");
        request.addParameter("filter_path", "errors,items.*.status,items.*.error");
        request.setEntity(new ByteArrayEntity(lines(changes).getBytes(StandardCharsets.UTF_8), LINES));
        JsonNode answer;
        try (InputStream content = client.performRequest(request).getEntity().getContent()) {
            answer = JSON.readTree(content);
        } catch (ResponseException e) {
            int status = e.getResponse().getStatusLine().getStatusCode();
            if (PASSING.contains(status)) {
                throw new RetriableException("Elasticsearch answers " + status, e);
            }
            throw new ConnectException("Elasticsearch refuses the call", e);
        } catch (IOException e) {
            throw new RetriableException("Elasticsearch does not answer", e);
        }
        return refused(changes, answer);
    }

    static String lines(List<Change> changes) {
        StringBuilder lines = new StringBuilder();
        for (Change change : changes) {
            ObjectNode target =
                    JSON.createObjectNode().put("_index", change.index()).put("_id", change.id());
            change.version().ifPresent(version -> target.put("version", version).put("version_type", "external"));
            String document = change.document();
            lines.append("{\"")
                    .append(document == null ? "delete" : "index")
                    .append("\":")
                    .append(target)
                    .append("}\n");
            if (document != null) {
                lines.append(document).append('\n');
            }
        }
        return lines.toString();
    }

    static List<Refused> refused(List<Change> changes, JsonNode answer) {
        List<Refused> refused = new ArrayList<>();
        if (!answer.path("errors").asBoolean()) {
            return refused;
        }
        for (int i = 0; i < changes.size(); i++) {
            JsonNode item = answer.path("items").path(i).elements().next();
            int status = item.path("status").asInt();
            String type = item.path("error").path("type").asText();
            boolean noIndex = type.equals("index_not_found_exception");
            if (PASSING.contains(status) || noIndex) {
                // An index that is not there will be: whoever defines it has not come to it yet.
                throw new RetriableException("not now: " + item.path("error"));
            }
            if (status >= 400 && status != CONFLICT && status != NOT_FOUND) {
                refused.add(new Refused(changes.get(i), item.path("error").toString()));
            }
        }
        return refused;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new ConnectException("Elasticsearch's client could not be closed", e);
        }
    }
}
