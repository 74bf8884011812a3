package dev.skein.catalog;

import java.time.Duration;

/**
 * A state store.
 *
 * @param <K> its keys
 * @param <V> its values
 */
public sealed interface Store<K, V> {
    /** In Kafka Streams. */
    String name();

    /** The application that holds it. */
    App app();

    /** What is in it. */
    String meaning();

    /** Keys and values in RocksDB, in the order of the keys' bytes, with a changelog of its own. */
    record KeyValue<K, V>(String name, App app, Format<K> key, Format<V> value, String meaning)
            implements Store<K, V> {}

    /** A topic on every instance, all its partitions: the topic is its changelog, and nothing else may write to it. */
    record Global<K, V>(String name, App app, Topic<K, V> topic, String meaning) implements Store<K, V> {}

    /** Home timelines in memory, fed by a topic that is their changelog. */
    record Timelines<K, V>(String name, App app, Topic<K, V> topic, String meaning) implements Store<K, V> {}

    /** A part of another store in memory, for those who read; nothing of it outlives its task. */
    record InMemory<K, V>(String name, App app, String meaning) implements Store<K, V> {}

    /** Keys and values in RocksDB for a time, with a changelog of its own; what is older is dropped by whole segments. */
    record Timed<K, V>(String name, App app, Format<K> key, Format<V> value, Duration kept, String meaning)
            implements Store<K, V> {}
}
