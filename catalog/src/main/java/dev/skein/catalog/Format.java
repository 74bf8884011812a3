package dev.skein.catalog;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How a key or a value is written. A description only: {@link Codecs} makes a serde of it.
 *
 * @param <T> what it is in Java
 */
public sealed interface Format<T> {
    /** An id: eight bytes, big-endian. */
    Format<Long> ID = new Plain<>("8-byte big-endian long", Serdes.Long());

    /** Two ids, see {@link IdPair}. */
    Format<IdPair> ID_PAIR = new Plain<>("two 8-byte big-endian longs", IdPair.serde());

    /** Who did what to whom, see {@link DeedKey}. */
    Format<DeedKey> DEED = new Plain<>("8-byte big-endian long, a byte, two longs", DeedKey.serde());

    /** UTF-8. */
    Format<String> TEXT = new Plain<>("UTF-8 text", Serdes.String());

    /** Whatever it is: read where it is used. */
    Format<byte[]> BYTES = new Plain<>("bytes", Serdes.ByteArray());

    /** JSON as Kafka Connect's JsonConverter writes it without schemas. */
    Format<byte[]> JSON = new Plain<>("JSON", Serdes.ByteArray());

    /** Avro in Confluent's wire format. */
    static <T extends SpecificRecord> Format<T> avro(Class<T> type) {
        return new Avro<>(type);
    }

    /**
     * A fixed format that needs no registry.
     *
     * @param description for the generated documents
     */
    record Plain<T>(String description, Serde<T> serde) implements Format<T> {}

    /** Avro in Confluent's wire format, under the subject {@code <topic>-value}. */
    record Avro<T extends SpecificRecord>(Class<T> type) implements Format<T> {}
}
