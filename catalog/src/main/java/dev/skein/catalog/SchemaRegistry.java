package dev.skein.catalog;

import org.apache.avro.Schema;

/** Where schemas get their numbers. Both calls are cached by the implementation and safe for use by many threads. */
public interface SchemaRegistry {
    /** The registry refused a schema, or did not answer. */
    class RegistryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says what was asked and what came back. */
        public RegistryException(String message) {
            super(message);
        }

        /** As above, with what went wrong beneath. */
        public RegistryException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** No schema has such an id: what carries it was not written by one of us. */
    final class UnknownSchemaException extends RegistryException {
        private static final long serialVersionUID = 1L;

        /** For an id that the registry does not know. */
        public UnknownSchemaException(int id) {
            super("no schema has the id " + id);
        }
    }

    /**
     * Registers a schema under a subject, or finds it there.
     *
     * @return the schema's id, as it stands in the records
     * @throws RegistryException where the schema is not compatible with the subject's, or the registry does not answer
     */
    int register(String subject, Schema schema);

    /**
     * The schema that a record was written with.
     *
     * @throws UnknownSchemaException where no schema has this id
     * @throws RegistryException where the registry does not answer
     */
    Schema schema(int id);
}
