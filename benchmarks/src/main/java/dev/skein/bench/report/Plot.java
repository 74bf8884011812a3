package dev.skein.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rates as bars on a logarithmic scale, from the least to the most that was measured, with the median as a line. */
final class Plot {
    private static final int LEFT = 250;
    private static final int WIDTH = 640;
    private static final int ROW = 34;
    private static final int TOP = 40;
    private static final int DECADE_LOW = 3;
    private static final int DECADE_HIGH = 7;

    private record Row(String label, String name, String color) {}

    private static final List<Row> ROWS = List.of(
            new Row("Skein, deliveries/s, P = 4", "fanout.deliveries_per_second", "#1b7f5c"),
            new Row("Skein, deliveries/s, P = 64", "fanout.deliveries_per_second_p64", "#1b7f5c"),
            new Row("Redis, deliveries/s", "fanout.redis_deliveries_per_second", "#b3412e"),
            new Row("textbook, deliveries/s", "fanout.textbook_deliveries_per_second", "#7a7a7a"),
            new Row("pages read in process/s", "reads.in_process_per_second", "#1b7f5c"),
            new Row("pages read over HTTP/s", "reads.http_per_second", "#1b7f5c"),
            new Row("bare Javalin, pages/s", "reads.bare_http_per_second", "#7a7a7a"));

    private Plot() {}

    static String svg(Measured measured) {
        List<Row> rows =
                ROWS.stream().filter(row -> measured.find(row.name).isPresent()).toList();
        int height = TOP + rows.size() * ROW + 30;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n",
                LEFT + WIDTH + 90,
                height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int decade = DECADE_LOW; decade <= DECADE_HIGH; decade++) {
            double x = x(Math.pow(10, decade));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%d\""
                            + " text-anchor=\"middle\">%,.0f</text>%n",
                    x,
                    TOP - 10,
                    x,
                    height - 24,
                    x,
                    TOP - 18,
                    Math.pow(10, decade)));
        }
        for (int i = 0; i < rows.size(); i++) {
            bar(svg, rows.get(i), measured.find(rows.get(i).name), TOP + i * ROW);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, Row row, Optional<Measured.Measure> found, int y) {
        Measured.Measure number = found.orElseThrow();
        double median = x(number.value());
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>"
                        + "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"black\" stroke-width=\"2\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n",
                LEFT - 10,
                y + 13,
                row.label,
                LEFT,
                y,
                median - LEFT,
                row.color,
                x(Double.parseDouble(number.min())),
                y + 8,
                x(Double.parseDouble(number.max())),
                y + 8,
                Math.max(median, x(Double.parseDouble(number.max()))) + 8,
                y + 13,
                number.value()));
    }

    private static double x(double value) {
        double decades = Math.log10(Math.max(value, Math.pow(10, DECADE_LOW))) - DECADE_LOW;
        return LEFT + WIDTH * decades / (DECADE_HIGH - DECADE_LOW);
    }
}
