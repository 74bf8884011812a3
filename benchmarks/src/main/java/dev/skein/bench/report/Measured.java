package dev.skein.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What benches wrote with {@code --json}, by name. */
record Measured(Map<String, Measure> byName) {
    /** One measure. */
    record Measure(String name, String unit, String min, String median, String max) {
        double value() {
            return Double.parseDouble(median);
        }

        String json() {
            return "{\"name\": \"" + name + "\", \"unit\": \"" + unit + "\", \"min\": " + min + ", \"median\": "
                    + median + ", \"max\": " + max + "}";
        }
    }

    /** Reads a file, as a bench wrote it. */
    static Measured read(Path file) throws IOException {
        Map<String, Measure> byName = new LinkedHashMap<>();
        for (JsonNode each : new ObjectMapper().readTree(Files.readString(file))) {
            String name = each.path("name").asText();
            byName.put(
                    name,
                    new Measure(
                            name,
                            each.path("unit").asText(),
                            each.path("min").asText(),
                            each.path("median").asText(),
                            each.path("max").asText()));
        }
        return new Measured(byName);
    }

    /** These, and where both have a name the other's. */
    Measured with(Measured other) {
        Map<String, Measure> both = new LinkedHashMap<>(byName);
        both.putAll(other.byName);
        return new Measured(both);
    }

    Optional<Measure> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The median, or what is taken where nothing was measured yet. */
    double median(String name, double otherwise) {
        return find(name).map(Measure::value).orElse(otherwise);
    }

    String json() {
        return byName.values().stream().map(Measure::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }
}
