package dev.skein.connectors.avro;

import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.SchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in Confluent's wire format as maps without a schema, as they would stand in JSON. It has the key of
 * Confluent's converter, {@value #REGISTRY_URL}, so that theirs can stand in its place; it does not write.
 */
public final class AvroConverter implements Converter {

    public static final String REGISTRY_URL = "schema.registry.url";

    private static final int HEADER_BYTES = 5;

    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();
    private @Nullable SchemaRegistry registry;

    /** Used by Connect, which configures it next. */
    public AvroConverter() {}

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        Object url = configuration.get(REGISTRY_URL);
        if (url == null) {
            throw new ConnectException(REGISTRY_URL + " is missing");
        }
        registry = new HttpSchemaRegistry(url.toString());
    }

    void use(SchemaRegistry schemas) {
        registry = schemas;
    }

    @Override
    public byte[] fromConnectData(
            String topic, org.apache.kafka.connect.data.@Nullable Schema schema, @Nullable Object value) {
        throw new DataException("this converter reads only");
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw new DataException("not Avro in Confluent's wire format");
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        try {
            GenericRecord record = readers.computeIfAbsent(id, this::reader)
                    .read(
                            null,
                            DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
            return new SchemaAndValue(null, plain(record));
        } catch (SchemaRegistry.UnknownSchemaException
                | IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException e) {
            throw new DataException("cannot be read with schema " + id, e);
        } catch (SchemaRegistry.RegistryException e) {
            throw new RetriableException("the schema registry does not answer", e);
        }
    }

    private GenericDatumReader<GenericRecord> reader(int id) {
        if (registry == null) {
            throw new ConnectException("not configured");
        }
        Schema schema = registry.schema(id);
        return new GenericDatumReader<>(schema);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof GenericRecord record) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            record.getSchema().getFields().forEach(field -> map.put(field.name(), plain(record.get(field.pos()))));
            return map;
        }
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> list = new ArrayList<>(collection.size());
            collection.forEach(each -> list.add(plain(each)));
            return list;
        }
        return value instanceof CharSequence || value instanceof GenericEnumSymbol<?> ? value.toString() : value;
    }
}
