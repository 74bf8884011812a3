package dev.skein.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Topics and changelogs outlive the code: a schema must read whatever any of its versions wrote. {@code
 * schemas/released/<full name>/<n>.avsc} holds every version that was ever released, each with all it refers to; they
 * are added to and never changed.
 *
 * <p>{@code mvn -pl catalog -am test -Dschemas.accept=true} adds the present schemas, as far as they are new and read
 * all that came before.
 */
class SchemaCompatibilityTest {
    private static final Path SCHEMAS = Path.of("../schemas/avro");
    private static final Path RELEASED = Path.of("../schemas/released");
    private static final boolean ACCEPT = Boolean.getBoolean("schemas.accept");

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemas")
    void aSchemaReadsWhatEachOfItsReleasedVersionsWrote(String name) {
        // Given
        Schema now = current(name);
        List<Schema> released = released(name);
        // When each was the writer
        List<String> broken = incompatibilities(now, released);
        // Then
        assertThat(broken)
                .as(
                        "%s cannot read what was written. Give a new field a default, keep the name and type of an old one, "
                                + "or write to a new topic.",
                        name)
                .isEmpty();
        if (ACCEPT && !released.contains(now)) {
            accept(name, released.size() + 1, now);
            released = released(name);
        }
        assertThat(released)
                .as(
                        "%s is not in schemas/released: accept it by mvn -pl catalog -am test -Dschemas.accept=true and "
                                + "commit the new file",
                        name)
                .contains(now);
    }

    @Test
    void noReleasedSchemaDisappears() throws IOException {
        try (Stream<Path> folders = Files.list(RELEASED)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .as("schemas whose records may lie in topics")
                    .isSubsetOf(schemas().toList());
        }
    }

    @Test
    void aChangeThatCannotReadWhatWasWrittenIsFound() {
        // Given a schema of one field
        Schema before = new Schema.Parser().parse(record("{\"name\": \"likes\", \"type\": \"long\"}"));
        // When a field comes without a default, a type changes, or a field comes with a default
        Schema withoutDefault = new Schema.Parser()
                .parse(record("{\"name\": \"likes\", \"type\": \"long\"}, {\"name\": \"more\", \"type\": \"long\"}"));
        Schema otherType = new Schema.Parser().parse(record("{\"name\": \"likes\", \"type\": \"string\"}"));
        Schema withDefault = new Schema.Parser()
                .parse(
                        record(
                                "{\"name\": \"likes\", \"type\": \"long\"}, {\"name\": \"more\", \"type\": \"long\", \"default\": 0}"));
        // Then the first two are refused
        assertThat(incompatibilities(withoutDefault, List.of(before)).toString())
                .contains("version 1", "more");
        assertThat(incompatibilities(otherType, List.of(before)).toString()).contains("STRING");
        assertThat(incompatibilities(withDefault, List.of(before))).isEmpty();
    }

    /** Every schema file's full name. */
    static Stream<String> schemas() {
        try (Stream<Path> files = Files.walk(SCHEMAS)) {
            List<String> names = files.filter(file -> file.toString().endsWith(".avsc"))
                    .map(file -> SCHEMAS.relativize(file).toString())
                    .map(file -> "dev.skein.schemas."
                            + file.replace(File.separatorChar, '.').replace(".avsc", ""))
                    .sorted()
                    .toList();
            assertThat(names).as("schemas found in %s", SCHEMAS).hasSizeGreaterThan(20);
            return names.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> incompatibilities(Schema reader, List<Schema> writers) {
        List<String> broken = new ArrayList<>();
        for (int i = 0; i < writers.size(); i++) {
            SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writers.get(i));
            for (SchemaCompatibility.Incompatibility found : pair.getResult().getIncompatibilities()) {
                broken.add("version " + (i + 1) + " at " + found.getLocation() + ": " + found.getType() + ", "
                        + found.getMessage());
            }
        }
        return broken;
    }

    private static Schema current(String name) {
        try {
            return SpecificData.get().getSchema(Class.forName(name));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("no class is built for " + name, e);
        }
    }

    private static List<Schema> released(String name) {
        List<Schema> versions = new ArrayList<>();
        for (int version = 1; Files.exists(file(name, version)); version++) {
            try {
                versions.add(new Schema.Parser().parse(Files.readString(file(name, version))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return versions;
    }

    private static void accept(String name, int version, Schema schema) {
        try {
            Files.createDirectories(file(name, version).getParent());
            Files.writeString(file(name, version), SchemaFormatter.format("json/pretty", schema) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String name, int version) {
        return RELEASED.resolve(name).resolve(version + ".avsc");
    }

    private static String record(String fields) {
        return "{\"type\": \"record\", \"name\": \"Counts\", \"fields\": [" + fields + "]}";
    }
}
