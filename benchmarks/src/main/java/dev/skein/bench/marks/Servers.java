package dev.skein.bench.marks;

import dev.skein.local.server.Kafka;
import dev.skein.local.server.QueryApi;
import dev.skein.local.server.SchemaRegistry;
import java.util.List;
import java.util.Set;

/** Which processes a measurement runs on: all that the path from a topic to a timeline needs, and nothing else. */
final class Servers {
    static final String KAFKA = Kafka.NAME;
    static final String REGISTRY = SchemaRegistry.NAME;
    static final String QUERY = QueryApi.name(1);
    static final Set<String> ALL = Set.of(KAFKA, REGISTRY, QUERY);
    static final List<String> COUNTED = List.of(KAFKA, REGISTRY, QUERY);

    private Servers() {}
}
