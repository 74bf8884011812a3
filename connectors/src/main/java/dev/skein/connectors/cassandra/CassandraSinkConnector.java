package dev.skein.connectors.cassandra;

import dev.skein.connectors.EvenSinkConnector;

/** The archive: tweets into Cassandra. */
public final class CassandraSinkConnector extends EvenSinkConnector {
    /** As Connect makes it. */
    public CassandraSinkConnector() {
        super(CassandraSinkTask.class, CassandraSinkConfig.DEFINITION);
    }
}
