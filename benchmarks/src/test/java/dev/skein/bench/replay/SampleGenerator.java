package dev.skein.bench.replay;

import java.util.ArrayList;
import java.util.List;

/** Makes the sample that is committed: few are talked about by many, and some lines are broken as real ones are. */
final class SampleGenerator {
    private static final int LINES = 2_000;
    private static final int PEOPLE = 500;
    private static final int BAD_EVERY = 110;
    private static final List<String> BAD = List.of(
            "",
            "17 23 1341100972",
            "17 23 1341100972 RT 5",
            "17 x23 1341100972 RT",
            "-17 23 1341100972 RT",
            "17 23 yesterday RT",
            "17 23 1341100972 QT",
            "17 99999999999 1341100972 MT",
            "17,23,1341100972,RT",
            "17 23 1341100972 rt",
            "\u0007\u0001\u0002",
            "это не строка",
            "17 23 1341100972 R",
            "x".repeat(400),
            "17 23 99999999999999999999 RE",
            "RT");

    private SampleGenerator() {}

    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("# Made up by SampleGenerator, in the format of SNAP's higgs-activity_time.txt.");
        long seconds = 1_341_100_972L;
        for (int i = 0; lines.size() < LINES; i++) {
            if (i % BAD_EVERY == BAD_EVERY - 1) {
                lines.add(BAD.get(i / BAD_EVERY % BAD.size()));
                continue;
            }
            seconds += Mix.zipf(120, 1, i);
            int from = number(Mix.below(PEOPLE, 2, i));
            int to = number(Mix.zipf(PEOPLE, 3, i));
            int kind = Mix.below(100, 4, i);
            if (kind < 60) {
                lines.add(from + " " + to + " " + seconds + " RT");
            } else if (kind < 90) {
                lines.add(from + " " + to + " " + seconds + " MT");
            } else {
                // As in the real file, a reply is a mention as well.
                lines.add(from + " " + to + " " + seconds + " MT");
                lines.add(from + " " + to + " " + seconds + " RE");
            }
        }
        return lines.subList(0, LINES);
    }

    private static int number(int person) {
        return 1000 + person * 37;
    }
}
