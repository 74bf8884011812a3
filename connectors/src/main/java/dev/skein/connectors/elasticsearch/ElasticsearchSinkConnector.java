package dev.skein.connectors.elasticsearch;

import dev.skein.connectors.EvenSinkConnector;

/** The search: tweets and people into Elasticsearch. */
public final class ElasticsearchSinkConnector extends EvenSinkConnector {
    /** As Connect makes it. */
    public ElasticsearchSinkConnector() {
        super(ElasticsearchSinkTask.class, ElasticsearchSinkConfig.DEFINITION);
    }
}
