package dev.skein.bench.load;

import dev.skein.bench.client.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the rounds came to, by name. */
public final class Results {
    /** All rounds of one measure. */
    public record Measure(String name, String unit, double min, double median, double max) {
        public String json() {
            return "{\"name\": " + Json.quoted(name) + ", \"unit\": " + Json.quoted(unit) + ", \"min\": " + number(min)
                    + ", \"median\": " + number(median) + ", \"max\": " + number(max) + "}";
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
        }
    }

    private final Map<String, List<Double>> samples = new LinkedHashMap<>();
    private final Map<String, String> units = new LinkedHashMap<>();

    /** Adds what a round came to. */
    public void add(String name, String unit, double value) {
        samples.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        units.put(name, unit);
    }

    /** The median of the rounds so far. */
    public double median(String name) {
        return measure(name).median;
    }

    /** Each measure, in the order in which they were first added. */
    public List<Measure> measures() {
        return samples.keySet().stream().map(this::measure).toList();
    }

    /** An array of objects, one a line. */
    public String json() {
        return measures().stream().map(Measure::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    /** A table for people. */
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "%-36s %6s %14s %14s %14s%n", "", "unit", "min", "median", "max");
        for (Measure measure : measures()) {
            String format =
                    measure.max >= 100 ? "%-36s %6s %,14.0f %,14.0f %,14.0f%n" : "%-36s %6s %14.2f %14.2f %14.2f%n";
            out.printf(Locale.ROOT, format, measure.name, measure.unit, measure.min, measure.median, measure.max);
        }
    }

    private Measure measure(String name) {
        double[] sorted = samples.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("nothing was measured as " + name);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Measure(
                name,
                units.getOrDefault(name, ""),
                sorted[0],
                median,
                Arrays.stream(sorted).max().orElseThrow());
    }
}
