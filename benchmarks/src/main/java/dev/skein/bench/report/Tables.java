package dev.skein.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of docs/performance.md. */
final class Tables {
    private Tables() {}

    /** Marks beside what was measured; what was not says so. */
    static String marks(Measured measured) {
        StringBuilder table =
                new StringBuilder("| what | mark | min | median | max | | command |\n|---|---|---|---|---|---|---|\n");
        for (Mark mark : Mark.ALL) {
            Optional<Measured.Measure> number = measured.find(mark.name());
            String wanted = mark.sign() + " " + plain(mark.wanted());
            table.append("| `")
                    .append(mark.name())
                    .append("` | ")
                    .append(wanted)
                    .append(" | ");
            if (number.isPresent()) {
                Measured.Measure found = number.get();
                table.append(found.min())
                        .append(" | ")
                        .append(found.median())
                        .append(" | ")
                        .append(found.max());
                table.append(mark.met(found.value()) ? " | met" : " | missed, " + missedBy(mark, found.value()));
            } else {
                table.append("– | – | – | not measured yet");
            }
            table.append(" | `").append(mark.command()).append("` |\n");
        }
        return table.toString();
    }

    /** What else was measured. */
    static String others(Measured measured) {
        StringBuilder table = new StringBuilder("| what | unit | min | median | max |\n|---|---|---|---|---|\n");
        List<String> marks = Mark.ALL.stream().map(Mark::name).toList();
        for (Measured.Measure each : measured.byName().values()) {
            if (!marks.contains(each.name())) {
                table.append("| `")
                        .append(each.name())
                        .append("` | ")
                        .append(each.unit())
                        .append(" | ");
                table.append(each.min())
                        .append(" | ")
                        .append(each.median())
                        .append(" | ")
                        .append(each.max())
                        .append(" |\n");
            }
        }
        return table.toString();
    }

    private static String missedBy(Mark mark, double value) {
        double times = mark.atLeast() ? mark.wanted() / value : value / mark.wanted();
        return String.format(Locale.ROOT, times < 1.1 ? "by a factor of %.2f" : "by a factor of %.1f", times);
    }

    private static String plain(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%s", value);
    }
}
