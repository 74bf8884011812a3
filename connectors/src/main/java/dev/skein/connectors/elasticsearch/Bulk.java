package dev.skein.connectors.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.http.HttpHost;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/** Elasticsearch's bulk call. */
final class Bulk implements AutoCloseable {

    /** A change that the index will never take, and why. */
    record Refused(Change change, String reason) {}

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    /** Come back later: overload, shards that are not there yet, a node that goes down. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
    /** An index that is not there will be: whoever defines it has not come to it yet. */
    private static final String NO_INDEX = "index_not_found_exception";

    private final ElasticsearchClient client;

    Bulk(ElasticsearchSinkConfig config) {
        this.client = new ElasticsearchClient(new RestClientTransport(connections(config), new JacksonJsonpMapper()));
    }

    private static RestClient connections(ElasticsearchSinkConfig config) {
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
        return builder.build();
    }

    /**
     * Applies the changes; what is older than what the index holds changes nothing.
     *
     * @return those that can never be applied
     * @throws RetriableException where some could not be applied now: all may be sent again
     */
    List<Refused> apply(List<Change> changes) {
        List<BulkOperation> operations = changes.stream().map(Bulk::operation).toList();
        try {
            BulkResponse answer = client.bulk(call -> call.operations(operations));
            return answer.errors() ? refused(changes, answer.items()) : List.of();
        } catch (ElasticsearchException e) {
            if (PASSING.contains(e.status())) {
                throw new RetriableException("Elasticsearch answers " + e.status(), e);
            }
            throw new ConnectException("Elasticsearch refuses the call", e);
        } catch (IOException e) {
            throw new RetriableException("Elasticsearch does not answer", e);
        }
    }

    private static BulkOperation operation(Change change) {
        @Nullable Long version = change.version().isPresent() ? change.version().getAsLong() : null;
        @Nullable VersionType type = version == null ? null : VersionType.External;
        String document = change.document();
        if (document == null) {
            return BulkOperation.of(one -> one.delete(delete -> delete.index(change.index())
                    .id(change.id())
                    .version(version)
                    .versionType(type)));
        }
        BinaryData json = BinaryData.of(document.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON);
        return BulkOperation.of(one -> one.index(index -> index.index(change.index())
                .id(change.id())
                .version(version)
                .versionType(type)
                .document(json)));
    }

    private static List<Refused> refused(List<Change> changes, List<BulkResponseItem> items) {
        List<Refused> refused = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            int status = items.get(i).status();
            ErrorCause error = items.get(i).error();
            String reason = error == null ? "status " + status : error.type() + ": " + error.reason();
            if (PASSING.contains(status) || (error != null && NO_INDEX.equals(error.type()))) {
                throw new RetriableException("not now: " + reason);
            }
            if (status >= 400 && status != CONFLICT && status != NOT_FOUND) {
                refused.add(new Refused(changes.get(i), reason));
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
