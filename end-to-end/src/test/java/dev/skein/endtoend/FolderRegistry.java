package dev.skein.endtoend;

import dev.skein.catalog.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Numbers schemas by what they say, and keeps them in a folder: a registry for some processes on one machine that is not one more. */
final class FolderRegistry implements SchemaRegistry {
    private final Path folder;
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();

    FolderRegistry(Path folder) {
        this.folder = folder;
    }

    @Override
    public int register(String subject, Schema schema) {
        int id = (int) SchemaNormalization.parsingFingerprint64(schema) & Integer.MAX_VALUE;
        known.computeIfAbsent(id, number -> {
            write(number, schema);
            return schema;
        });
        return id;
    }

    private void write(int id, Schema schema) {
        try {
            Path whole = Files.writeString(Files.createTempFile(folder, "schema", ".new"), schema.toString());
            Files.move(whole, file(id), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Schema schema(int id) {
        return known.computeIfAbsent(id, number -> {
            try {
                return new Schema.Parser().parse(Files.readString(file(number)));
            } catch (NoSuchFileException e) {
                throw new UnknownSchemaException(number);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Path file(int id) {
        return folder.resolve(Integer.toString(id));
    }
}
