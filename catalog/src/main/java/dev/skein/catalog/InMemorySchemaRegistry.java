package dev.skein.catalog;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Numbers schemas inside one process: for tests of topologies, and for tools that read no one else's records. */
public final class InMemorySchemaRegistry implements SchemaRegistry {
    private final List<Schema> schemas = new ArrayList<>();

    /** Knows none yet. */
    public InMemorySchemaRegistry() {}

    /** Numbers these at once, in this order: who numbers the same ones reads what another process wrote. */
    public InMemorySchemaRegistry(Schema... schemas) {
        this.schemas.addAll(List.of(schemas));
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        int known = schemas.indexOf(schema);
        if (known >= 0) {
            return known + 1;
        }
        schemas.add(schema);
        return schemas.size();
    }

    @Override
    public synchronized Schema schema(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new UnknownSchemaException(id);
        }
        return schemas.get(id - 1);
    }
}
