package dev.skein.catalog;

import org.apache.kafka.common.serialization.Serde;

/** Binds the formats of topics and stores to a schema registry. */
public final class Codecs {
    private final SchemaRegistry registry;

    /** Values in Avro get their schema numbers from {@code registry}. */
    public Codecs(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** Where they get them. */
    public SchemaRegistry registry() {
        return registry;
    }

    /** The serde of a format; each call makes a new one for Avro, with caches of its own. */
    public <T> Serde<T> serde(Format<T> format) {
        if (format instanceof Format.Plain<T> plain) {
            return plain.serde();
        }
        @SuppressWarnings("unchecked") // Format is sealed: what is not plain is Avro, and its type is T.
        Serde<T> serde = (Serde<T>) new AvroSerde<>(((Format.Avro<?>) format).type(), registry);
        return serde;
    }

    /** The serde of a topic's keys. */
    public <K> Serde<K> key(Topic<K, ?> topic) {
        return serde(topic.key());
    }

    /** The serde of a topic's values. */
    public <V> Serde<V> value(Topic<?, V> topic) {
        return serde(topic.value());
    }
}
