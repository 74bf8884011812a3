package dev.skein.catalog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A value in Confluent's wire format: a zero byte, the schema's id as four bytes, the record in Avro's binary encoding.
 * The subject is {@code <topic>-value}. Safe for use by many threads.
 *
 * @param <T> a class built from a schema in {@code schemas/}
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T>, Serializer<T>, Deserializer<T> {
    /** What stands before the record in Avro's binary encoding. */
    public static final int HEADER_BYTES = 5;

    static {
        // Since 1.12.2 Avro makes no object of a class that it was not told to trust.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith("dev.skein.schemas.")));
    }

    /** Encoders and decoders carry buffers that are worth keeping, and are not safe for use by two threads. */
    private static final class Buffers {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);
    }

    private static final ThreadLocal<Buffers> BUFFERS = ThreadLocal.withInitial(Buffers::new);

    private final SchemaRegistry registry;
    private final Schema schema;
    private final SpecificData model;
    private final SpecificDatumWriter<T> writer;
    private final Map<String, Integer> idByTopic = new ConcurrentHashMap<>();
    private final Map<Integer, SpecificDatumReader<T>> readerById = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> ownById = new ConcurrentHashMap<>();

    /** For values of {@code type}, numbered by {@code registry}. */
    public AvroSerde(Class<T> type, SchemaRegistry registry) {
        this.registry = registry;
        this.model = SpecificData.getForClass(type);
        // The code that is generated with the classes writes them twice as fast as a walk through the schema.
        model.setCustomCoders(true);
        this.schema = model.getSchema(type);
        this.writer = new SpecificDatumWriter<>(schema, model);
    }

    /** The subject that a topic's values are registered under. */
    public static String subject(String topic) {
        return topic + "-value";
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        if (value == null) {
            return null;
        }
        int id = idFor(topic);
        Buffers buffers = BUFFERS.get();
        ByteArrayOutputStream bytes = buffers.bytes;
        bytes.reset();
        bytes.write(0);
        bytes.write(id >>> 24);
        bytes.write(id >>> 16);
        bytes.write(id >>> 8);
        bytes.write(id);
        try {
            writer.write(value, buffers.encoder);
            buffers.encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** As {@link #serialize} of a record that stands among these bytes, encoded by the very schema that this one writes. */
    public byte[] serialize(String topic, byte[] bytes, int from, int to) {
        return ByteBuffer.allocate(HEADER_BYTES + to - from)
                .put((byte) 0)
                .putInt(idFor(topic))
                .put(bytes, from, to - from)
                .array();
    }

    private int idFor(String topic) {
        return idByTopic.computeIfAbsent(topic, t -> registry.register(subject(t), schema));
    }

    /**
     * @throws SerializationException where the bytes are not such a value, or its schema cannot be read as this one
     * @throws SchemaRegistry.RegistryException where the registry does not answer: the record may be a good one
     */
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw new SerializationException("not Avro in Confluent's wire format");
        }
        int id = id(bytes);
        return read(
                bytes, decoder -> readerById.computeIfAbsent(id, this::reader).read(null, decoder));
    }

    /** Reads a record from where it begins to where it ends. */
    @FunctionalInterface
    public interface RecordReader<R> {
        /** Reads it. */
        R read(BinaryDecoder record) throws IOException;
    }

    /**
     * Reads a value that {@link #isOwn} otherwise than as objects of its classes.
     *
     * @throws SerializationException where the bytes are not such a value
     */
    public <R> R read(byte[] bytes, RecordReader<R> reader) {
        try {
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, BUFFERS.get().decoder);
            R value = reader.read(decoder);
            if (!decoder.isEnd()) {
                throw new SerializationException("bytes are left after the record, schema id " + id(bytes));
            }
            return value;
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException
                | ClassCastException
                | NegativeArraySizeException
                | UnsupportedOperationException
                | SchemaRegistry.UnknownSchemaException e) {
            throw new SerializationException(
                    "cannot be read as " + schema.getFullName() + ", schema id " + id(bytes), e);
        }
    }

    /**
     * Whether a value was written by the very schema that it is read by: then its record can be walked as it stands.
     *
     * @throws SchemaRegistry.RegistryException as {@link #deserialize}
     */
    public boolean isOwn(byte[] bytes) {
        try {
            return bytes.length >= HEADER_BYTES
                    && bytes[0] == 0
                    && ownById.computeIfAbsent(
                            id(bytes), id -> registry.schema(id).equals(schema));
        } catch (SchemaRegistry.UnknownSchemaException e) {
            return false;
        }
    }

    private static int id(byte[] bytes) {
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    private SpecificDatumReader<T> reader(int id) {
        return new SpecificDatumReader<>(registry.schema(id), schema, model);
    }

    @Override
    public Serializer<T> serializer() {
        return this;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
